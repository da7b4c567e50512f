"""Which Region a call goes to: botocore's configuration chain and endpoint resolver, over a world that is given."""

from studyapp.engines.regions.asked import SERVICES, RegionInput
from studyapp.engines.regions.resolve import Destination, RegionResult, Source, run

__all__ = ["SERVICES", "Destination", "RegionInput", "RegionResult", "Source", "run"]
