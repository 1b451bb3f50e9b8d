"""Replace the keywords that no standard knows, such as ``x-rules``, which strict validators refuse."""

from typing import Final

from alliancekit.rules.json_schema import JsonValue, Schema

_FOR_EDITORS: Final = {"patternErrorMessage", "errorMessage", "doNotSuggest"}
_OF_VALUES: Final = {"const", "enum", "default", "required"}
"""The keywords whose values are no schemas."""
_OF_NAMES: Final = {"properties", "patternProperties", "$defs"}
"""The keywords whose values are schemas by name."""


def portable(schema: Schema) -> Schema:
    """Return a schema with standard keywords only: `$comment` has what ``x-rules`` and ``x-unsaid`` say."""
    result: Schema = {}
    for keyword, value in schema.items():
        if keyword in _OF_NAMES and isinstance(value, dict):
            result[keyword] = {name: _part(each) for name, each in value.items()}
        elif keyword in _OF_VALUES:
            result[keyword] = value
        elif keyword not in _FOR_EDITORS and not keyword.startswith("x-"):
            result[keyword] = _part(value)
    comment = _comment(schema)
    return {**result, "$comment": comment} if comment else result


def _part(value: JsonValue) -> JsonValue:
    """Return a schema, or a list of schemas, with standard keywords only; other values stay as they are."""
    if isinstance(value, list):
        return [_part(each) for each in value]
    return portable(value) if isinstance(value, dict) else value


def _comment(schema: Schema) -> str:
    """Return the codes of the rules in ``x-rules`` and ``x-unsaid``, such as ``minItems: AK501; unsaid: AK509``."""
    codes, unsaid = schema.get("x-rules"), schema.get("x-unsaid")
    said = [f"{keyword}: {code}" for keyword, code in codes.items()] if isinstance(codes, dict) else []
    left_out = [f"unsaid: {' '.join(map(str, unsaid))}"] if isinstance(unsaid, list) else []
    return "; ".join([*said, *left_out])
