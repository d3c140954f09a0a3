"""Two runs give the same bytes, whatever the machine is set to."""

from pipeline.schema import TABLES
from pipeline.schema.review_tables import BESIDE
from tests.helpers.commands import run_process

OTHER_MACHINE = {
    "LC_ALL": "tr_TR.UTF-8",
    "TZ": "Pacific/Kiritimati",
    "PYTHONHASHSEED": "12345",
    "OMP_NUM_THREADS": "1",
    "PYTHONUTF8": "0",
}


def tables_in(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for stage in ("5_tables", "6_reviewed")
        for path in sorted((folder / stage).glob("*.csv"))
    }


def test_another_locale_time_zone_hash_seed_and_core_count_give_the_same_tables(
    outputs_2019, tmp_path
):
    done = run_process("run", "2019", "--outputs", tmp_path, env=OTHER_MACHINE)
    assert (done.returncode, done.stderr) == (0, "")
    here, there = tables_in(outputs_2019), tables_in(tmp_path / "2019")
    assert list(here) == list(there)
    assert len(here) == 2 * len(TABLES) + len(BESIDE)
    assert [name for name in here if here[name] != there[name]] == []
