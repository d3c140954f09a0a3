"""What several tests share: the real edition's tables, made once a session."""

import pytest

from tests.helpers.commands import run_pipeline


@pytest.fixture(scope="session")
def outputs_2019(tmp_path_factory):
    """The outputs of the real edition."""
    outputs = tmp_path_factory.mktemp("outputs")
    done = run_pipeline("run", "2019", "--outputs", outputs)
    assert done.returncode == 0, done.stderr
    return outputs / "2019"
