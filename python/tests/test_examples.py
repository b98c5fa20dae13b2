"""The examples run as far as this client goes, with stand-ins for the frameworks."""

from __future__ import annotations

import ast
import asyncio
import inspect
import os
import re
import runpy
import subprocess
import sys
import tempfile
import types
import unittest
from pathlib import Path
from typing import Any
from unittest import mock

from countersign import Agent, action_digest
from countersign.issuer import Issuer
from countersign.send import Answer, Call

from .vectors import VECTORS

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "python/examples"
ACTION = {"type": "refund.create", "resource": "charge/ch_81", "params": {"amount": 50, "currency": "USD"}}
SETTINGS = {"COUNTERSIGN_URL": VECTORS["issuer"], "AGENT_ID": "agt_1", "AGENT_KEY": VECTORS["agent_key"]}


class Interrupted(Exception):
    pass


def interrupt(value: Any) -> None:
    raise Interrupted(value)


class FastMCP:
    def __init__(self, name: str) -> None:
        self.tool = lambda function: function


STAND_INS: dict[str, dict[str, Any]] = {
    "langgraph": {},
    "langgraph.types": {"interrupt": interrupt},
    "agents": {"function_tool": lambda function: function},
    "agents.tool_context": {"ToolContext": object},
    "crewai": {},
    "crewai.tools": {"tool": lambda name: lambda function: function},
    "pydantic_ai": {"RunContext": object},
    "fastmcp": {"FastMCP": FastMCP},
    "fastmcp.exceptions": {"ToolError": RuntimeError},
}


def module(name: str, members: dict[str, Any]) -> types.ModuleType:
    made = types.ModuleType(name)
    made.__dict__.update(members)
    return made


class Examples(unittest.TestCase):
    """Countersign first holds the request as pending, then denies it: no grant, so nothing runs."""

    @classmethod
    def setUpClass(cls) -> None:
        for name, members in STAND_INS.items():
            sys.modules[name] = module(name, members)
            cls.addClassCleanup(sys.modules.pop, name)

    def setUp(self) -> None:
        self.states = ["pending", "denied"]
        self.calls: list[Call] = []

    def send(self, url: str, call: Call, headers: dict[str, str], seconds: float) -> Answer:
        self.calls.append(call)
        state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        request = {"id": "req_1", "state": state, "action_digest": action_digest("agt_1", ACTION)}
        wait = {"url": f"{VECTORS['issuer']}/api/v1/requests/req_1", "token": "wait-token"}
        return Answer(200, {"request": request, "wait": wait}, None)

    def run_example(self, name: str) -> Any:
        with mock.patch.dict(os.environ, SETTINGS):
            example = runpy.run_path(str(EXAMPLES / name))
        agent = example["agent"]
        plain: Agent = agent if isinstance(agent, Agent) else agent.sync
        issuer: Issuer = plain._asker.issuer
        issuer.send, issuer.clock.sleep = self.send, lambda *_: None  # type: ignore[method-assign]
        return example["refund"]

    def test_a_node_of_langgraph_is_interrupted_until_the_decision(self) -> None:
        refund, state = self.run_example("langgraph_node.py"), {
            "charge": "ch_81",
            "amount": 50,
            "call_id": "c",
        }
        with self.assertRaises(Interrupted):
            refund(state)
        with self.assertRaisesRegex(Exception, "An approver denied this action"):
            refund(state)
        self.assertEqual(len({call.headers(0)["webhook-id"] for call in self.calls}), 1)

    def test_a_tool_tells_its_model_why_nothing_ran(self) -> None:
        context = types.SimpleNamespace(tool_call_id="call_1")
        for name, before in (
            ("openai_agents_tool.py", [context]),
            ("pydantic_ai_tool.py", [context]),
            ("crewai_tool.py", []),
            ("fastmcp_server.py", []),
        ):
            with self.subTest(name), mock.patch("builtins.print") as shown:
                self.setUp()
                refund = self.run_example(name)
                try:
                    said = refund(*before, "ch_81", 50)
                    said = asyncio.run(said) if inspect.iscoroutine(said) else said
                except RuntimeError as raised:
                    said = str(raised)
                self.assertEqual(said, "An approver denied this action. Nothing ran.")
                self.assertEqual(shown.call_count, 1 if before else 0)

    def test_each_sample_of_the_readme_compiles_and_imports_what_there_is(self) -> None:
        readme = (EXAMPLES.parent / "README.md").read_text("utf-8")
        samples = re.findall(r"^```python\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
        self.assertEqual(len(samples), 4)
        for sample in samples:
            imports: list[ast.stmt] = [
                node for node in ast.parse(sample).body if isinstance(node, (ast.Import, ast.ImportFrom))
            ]
            try:
                exec(compile(ast.Module(imports, []), "README.md", "exec"), {})
            except ModuleNotFoundError as missing:
                self.assertIn(missing.name, ("flask", "fastapi"))

    def test_the_test_of_the_skill_passes_and_fails_without_the_guard_of_the_skill(self) -> None:
        skill = (ROOT / "docs/skills/require-grant/SKILL.md").read_text("utf-8")
        samples = re.findall(r"^```python (\S+)\n(.*?)^```$", skill, re.MULTILINE | re.DOTALL)
        own = {"TOOL_URL": "https://payments.example", "PYTHONPATH": str(ROOT / "python")}
        environment = {**os.environ, **SETTINGS, **own}
        with tempfile.TemporaryDirectory() as folder:
            for name, text in samples:
                (Path(folder) / name).write_text(text, "utf-8")

            def run() -> int:
                command = [sys.executable, "-m", "unittest", "test_refunds"]
                done = subprocess.run(command, cwd=folder, env=environment, stderr=subprocess.DEVNULL)
                return done.returncode

            self.assertEqual(run(), 0)
            guarded = Path(folder) / "refunds.py"
            guard = "@requires_grant(tool, refund_action)\ndef refund("
            guarded.write_text(guarded.read_text("utf-8").replace(guard, "def refund(_, "), "utf-8")
            self.assertEqual(run(), 1)

    def test_an_example_has_fifteen_lines_besides_its_imports_and_settings(self) -> None:
        for example in EXAMPLES.glob("*.py"):
            lines = [line for line in example.read_text("utf-8").splitlines() if line.strip()]
            own = [line for line in lines if not line.startswith(("import ", "from ", "agent = "))]
            self.assertLessEqual(len(own), 15, example.name)


if __name__ == "__main__":
    unittest.main()
