"""What holds for all tests: those with inputs of chance are about results; how long one takes depends on what else the machine does."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
