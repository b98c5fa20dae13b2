"""The wheel has the client and its types, and nothing else, and works alone."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


class Package(unittest.TestCase):
    def test_the_wheel_is_built_and_imported(self) -> None:
        try:
            import build  # noqa: F401
            import hatchling  # noqa: F401
        except ImportError:
            self.skipTest("the build needs Debian's python3-build and python3-hatchling")
        with tempfile.TemporaryDirectory() as folder:
            arguments = ["-m", "build", "--wheel", "--no-isolation", "--outdir", folder, str(ROOT)]
            subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
            (wheel,) = Path(folder).glob("countersign-*.whl")
            names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
            files = {str(file.relative_to(ROOT)) for file in (ROOT / "countersign").rglob("*.py")}
            self.assertEqual(names, {*files, "countersign/py.typed"})
            command = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(wheel)!r}); {USE}"]
            found = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
            self.assertEqual(found.stdout.strip(), f"{wheel}/countersign/__init__.py")

    def test_an_agent_with_a_shared_secret_needs_no_package(self) -> None:
        blocked = "import sys; sys.modules['cryptography'] = None; import countersign; from countersign import Agent"
        secret = "Agent('https://a.example', 'agt_1', 'whsec_' + 'A' * 32)"
        refused = "Agent('https://a.example', 'agt_1', 'whsk_' + 'A' * 43)"
        for code, status in ((secret, 0), (refused, 1)):
            command = [sys.executable, "-c", f"{blocked}; {code}"]
            ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
            self.assertEqual(ran.returncode, status, ran.stderr)
        self.assertIn("A whsk_ key needs the package cryptography.", ran.stderr)


USE = "import countersign; print(countersign.__file__)"

if __name__ == "__main__":
    unittest.main()
