"""Each belief about the chain, on a machine where it parts from the engine, and one where it has nothing to say."""

import pytest

from studyapp.questions.generators.chain_spec import Spec, judged

# The belief, a machine, what the engine says, what the belief says.
APART = [
    ("M01", Spec(env="full", role=True), "env", "role"),
    ("M02", Spec(env="full", variable="dev", dev="credentials"), "env", "dev"),
    ("M03", Spec(env="full", option="dev", dev="config"), "dev", "env"),
    ("M04", Spec(env="full", variable="ghost"), "error:ProfileNotFound", "env"),
    ("M05", Spec(env="id", default="full"), "error:PartialCredentialsError", "default"),
    ("M05.merge", Spec(env="id", default="full"), "error:PartialCredentialsError", "merged"),
    ("M05.stop", Spec(env="secret", default="full"), "default", "error:PartialCredentialsError"),
    ("M06", Spec(env="empty", role=True), "role", "error:PartialCredentialsError"),
    ("M07", Spec(env="dead", default="full"), "unknown", "default"),
    ("M08", Spec(env="full", default="full"), "env", "default"),
    ("M09", Spec(container="pointed", role=True), "container", "role"),
    ("M10", Spec(container="pointed", role=True), "container", "execution-role"),
    ("M11", Spec(container="lost", role=True), "role", "container"),
    ("M12", Spec(env="full", web=True, pod=True), "env", "web"),
    ("M12.node", Spec(web=True, pod=True, role=True), "web", "role"),
    ("M14", Spec(env="stale"), "unknown", "refreshed"),
    ("M16", Spec(default="full", process=True), "default", "process"),
    ("M21", Spec(env="full", role=True), "env", "both"),
    ("M26", Spec(), "none", "error:CredentialRetrievalError"),
]


@pytest.mark.parametrize(("belief", "machine", "engine", "said"), APART, ids=[row[0] for row in APART])
def test_a_belief_parts_from_the_engine_where_its_rule_is_changed(belief, machine, engine, said):
    found = judged(machine)
    assert found.key == engine
    assert {one.misconception: one.says for one in found.answers}[belief] == said


def test_on_an_empty_machine_hardly_a_belief_has_a_say():
    assert [one.misconception for one in judged(Spec()).answers] == ["M26"]
