"""What a run of the chain is asked: a world, and whose rules look at it."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from studyapp.engines.credentials.flavours import FLAVOURS
from studyapp.engines.credentials.resolve import resolve
from studyapp.engines.credentials.results import Resolution
from studyapp.engines.worlds import World, read_world


class ChainInput(BaseModel):
    """A world, and the tool that looks at it."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    flavour: Literal[FLAVOURS] = Field("botocore", description="Whose rules: see not_modelled in the answer.")  # type: ignore[valid-type]
    world: World = World()

    @field_validator("world", mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        # A real-looking key is refused here with its place, before any other rule sees the world.
        return value if isinstance(value, World) else read_world(value)


def run(asked: ChainInput) -> Resolution:
    """Who signs in this world."""
    return resolve(asked.world, asked.flavour)
