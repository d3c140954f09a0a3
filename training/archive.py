"""The archive of weights as bytes: the same files give the same bytes."""

import io
import json
import zipfile

STAMP = (2020, 1, 1, 0, 0, 0)  # of every file in the archive, so that its bytes do not change


def archive(files: dict[str, bytes]) -> bytes:
    """Files as a zip whose bytes depend on nothing else."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(zipfile.ZipInfo(name, STAMP), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def with_settings(data: bytes, **settings: object) -> bytes:
    """An archive with other settings in its reader.json."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    kept = json.loads(files["reader.json"]) | settings
    files["reader.json"] = json.dumps(kept, indent=1).encode() + b"\n"
    return archive(files)
