from hypothesis import HealthCheck, settings

# Tests must not fail because a machine is slow or busy.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")
