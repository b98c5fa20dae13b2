const saving = "lib/boundary/mapping/kept/save-mapping.test.ts";
const kept = "bin/client/boundary/registry/kept-mapping.test.ts";
const registered = "bin/client/mcp/registered.test.ts";
const gate = "bin/client/mcp/call/gate.test.ts";
const twoAdmins = "lib/proposed-changes/boundaries.test.ts";
const save = "lib/boundary/mapping/kept/save-mapping.ts";
const keeper = "bin/client/boundary/registry/kept-mapping.ts";

export default [
  {
    name: "a-mapping-over-the-one-that-was-shown",
    invariant: 3,
    file: save,
    find: "    if (!isAsSeen) throw changedSince(boundaryId);\n",
    tests: [`${saving} > an admin who saw an older mapping`],
  },
  {
    name: "a-mapping-takes-an-active-admin",
    invariant: 14,
    file: save,
    find: "    await lockActingAdmin(tx, actor);\n",
    tests: [`${saving} > only admins save mappings`],
  },
  {
    name: "a-mapping-takes-two-admins",
    invariant: 18,
    file: save,
    find: "const needsTwo = await requiresSecondAdmin(tx, change);",
    replace: "const needsTwo = false as boolean;",
    tests: [`${twoAdmins} > change a mapping`],
  },
  {
    name: "accepting-tools-takes-two-admins",
    invariant: 18,
    file: "lib/boundary/registry/tools/accept-tools.ts",
    find: "const needsTwo = await requiresSecondAdmin(tx, acceptance);",
    replace: "const needsTwo = false as boolean;",
    tests: [`${twoAdmins} > accept a tool`],
  },
  {
    name: "a-boundary-code-takes-two-admins",
    invariant: 18,
    file: "lib/boundary/registry/enrollment/issue-code.ts",
    find: "const needsTwo = await requiresSecondAdmin(tx, issue);",
    replace: "const needsTwo = false as boolean;",
    tests: [`${twoAdmins} > create an enrollment code`],
  },
  {
    name: "approving-held-tools-takes-two-admins",
    invariant: 18,
    file: "lib/boundary/registry/change-held-tools.ts",
    find: 'heldTools === "step_up" && (await requiresSecondAdmin(tx, change))',
    replace: "false as boolean",
    tests: [`${twoAdmins} > let calls to held tools`],
  },
  {
    name: "a-mapping-with-its-digest",
    invariant: 21,
    file: keeper,
    find: 'if (typeof document !== "string" || digest !== hash)',
    replace: 'if (typeof document !== "string")',
    tests: [`${kept} > a mapping with another digest`],
  },
  {
    name: "an-unreadable-mapping-holds",
    invariant: 21,
    file: keeper,
    find: "if (read instanceof Error) return this.hold(read.message, given);",
    replace: "if (read instanceof Error) return this.#use(this.#file, undefined);",
    tests: [`${kept} > a mapping with an unknown version`],
  },
  {
    name: "a-damaged-copy-holds",
    invariant: 21,
    file: "bin/client/boundary/registry/contact.ts",
    find: 'if (last === undefined) kept.hold("its copy on this machine is damaged");\n  else kept.take(last);',
    replace: "if (last !== undefined) kept.take(last);",
    tests: [`${kept} > a saved mapping that is damaged`],
  },
  {
    name: "a-waiting-call-is-mapped-again",
    invariant: 21,
    file: "bin/client/mcp/call/plan-call.ts",
    find: "if (!mapping.tools && !consolePins) return undefined;\n  side.tools.forget();",
    replace: "if (!mapping.tools) return undefined;\n  side.tools.forget();",
    tests: [`${registered} > the mapping in the console decides`],
  },
  {
    name: "a-changed-call-does-not-run",
    invariant: 21,
    file: "bin/client/mcp/call/plan-call.ts",
    find: "if (planned.binding.digest === binding.digest) return undefined;",
    replace: "if (binding.digest) return undefined;",
    tests: [`${gate} > a tool that changes while its call waits`],
  },
];
