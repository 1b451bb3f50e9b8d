"""Persons among members, parties and signatories."""

import attrs
from tests.corpus.checks.joined import messages
from tests.mistakes import ACTOR, JPN, MENTION, MINISTER, PROPOSAL

from alliancekit.models import Actor, Candidate, Treaty
from alliancekit.models.actor import Member
from alliancekit.models.ids import ActorId, CandidateId, ProposalId, TreatyId
from alliancekit.models.party import Party, Signatory
from alliancekit.models.words import Name


def test_a_person_is_no_member_and_no_party_to_a_treaty() -> None:
    plan = Candidate(
        id=CandidateId("candidate:plan"),
        of="proposal",
        missing=("names", "proposers", "rationale"),
        members=(JPN, MINISTER),
        attestations=(MENTION,),
    )
    treaty = Treaty(id=TreatyId("treaty:x"), names=(Name(text="X"),), parties=(Party(party=JPN), Party(party=MINISTER)))
    signed = Treaty(
        id=TreatyId("treaty:y"),
        names=(Name(text="Y"),),
        parties=(Party(party=JPN),),
        signatories=(Signatory(party=MINISTER),),
    )
    bloc = Actor(id=ActorId("actor:bloc"), kind="bloc", names=(Name(text="B"),), members=(Member(party=MINISTER),))
    persona = attrs.evolve(ACTOR, id=ActorId("actor:jp-01"), kind="machine_persona", offices=(), identifiers=())
    league = attrs.evolve(PROPOSAL, id=ProposalId("proposal:x"), members=(JPN, persona.id))
    assert messages(plan, treaty, signed, bloc, persona, league) == [
        "members[1] must not be a machine persona, got actor:jp-01",
        "members[1] must not be a person, got actor:minister (also: treaty:x; treaty:y; actor:bloc)",
    ]
