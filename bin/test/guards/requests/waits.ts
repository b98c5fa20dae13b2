const wait = {
  invariant: "an agent opens thousands of waits",
  file: "app/api/agent/waits/open-wait.ts",
  tests: ["app/api/agent/waits/waits.test.ts"],
};

export default [
  {
    ...wait,
    name: "waits-per-request",
    find: "const waitsPerToken = 4;",
    replace: "const waitsPerToken = 1000;",
  },
  {
    ...wait,
    name: "waits-per-agent",
    find: "claim(perAgent, agentId, most, ",
    replace: "claim(perAgent, agentId, most + 1000, ",
  },
  {
    ...wait,
    name: "wait-gives-its-place-back",
    find: "for (const release of claimed) release();",
    replace: "claimed.pop();",
  },
  {
    ...wait,
    name: "stream-counts-as-wait",
    file: "app/api/agent/waits/waits.ts",
    find: "  const wait = openWait(id);\n  try {\n    wait.countFor(",
    replace: "  const wait = openWait(String(Math.random()));\n  try {\n    wait.countFor(",
  },
  {
    ...wait,
    name: "plain-wait-takes-its-token",
    file: "app/api/agent/waits/waits.ts",
    tests: ["app/api/agent/waits/plain-waits.test.ts"],
    find: "  requireWaitToken(c, id);\n  const seconds",
    replace: "  const seconds",
  },
  {
    ...wait,
    name: "wait-token-expires",
    invariant: 16,
    file: "app/api/agent/waits/waits.ts",
    find: "if (found && found.waitExpiresAt > clock())",
    replace: "if (found)",
  },
  {
    ...wait,
    name: "ended-stream-gives-its-place-back",
    file: "app/api/agent/waits/waits.ts",
    find: ".finally(() => wait.close())",
  },
];
