"""The result of a run as one line of JSON on standard output: the proof and how long it took."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from app.core.proof import verdict as proofs
from app.core.proof.code import ProofCode
from app.core.run.lastrun import seconds_of
from app.paths import state_folder, workspaces_in


def print_result(workspace: Path, code: ProofCode | None = None) -> bool:
    """Print the proof that a run left in `workspace`, with its code where there is one; returns
    whether it says ready."""
    proof = proofs.load(workspace)
    if proof is None:
        return False
    data = {**proof.to_json(), "ready": proof.passed, "seconds": seconds_of(workspace)}
    if code is not None:
        data["proof_code"] = code.text
    sys.stdout.write(json.dumps(data, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()
    return proof.passed


def workspace_finished_since(moment: float) -> Path | None:
    """The workspace whose newest proof was made after `moment` (seconds since the epoch)."""
    proofs_made = workspaces_in(state_folder()).glob("*/proof.json")
    recent = [file for file in proofs_made if file.stat().st_mtime >= moment]
    newest = max(recent, key=lambda file: file.stat().st_mtime, default=None)
    return None if newest is None else newest.parent
