export default [
  {
    name: "admin-does-not-name-themself-delegate",
    invariant: "A delegate delegates further, decides after the delegation ended",
    file: "lib/delegations/name-delegate.ts",
    find: "  if (isAlone && actor.personId === delegateId) throw nameYourself();\n",
    replace: "  void [isAlone, nameYourself];\n",
    tests: ["lib/delegations/delegations.test.ts"],
  },
  {
    name: "delegate-is-an-active-approver",
    invariant: "A delegate delegates further, decides after the delegation ended",
    file: "lib/delegations/name-delegate.ts",
    find: "    await requireBothApprove(tx, [personId, delegateId]);\n",
    replace: "",
    tests: ["lib/delegations/delegations.test.ts"],
  },
];
