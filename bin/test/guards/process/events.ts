export default [
  {
    name: "notified-within-the-transaction",
    invariant: 11,
    file: "lib/requests/cancel.ts",
    find: 'await notify(tx, `request/${requestId}`, "queue");',
    replace: 'await notify(db, `request/${requestId}`, "queue");',
    tests: ["app/api/agent/pending-requests.test.ts > an agent can cancel what is pending"],
  },
  {
    name: "one-connection-in-a-transaction",
    invariant: 11,
    file: "lib/approvals/approve.ts",
    find: "(tx) => recordUse(tx, {",
    replace: "() => recordUse(db, {",
    tests: [
      "app/api/agent/nothing-leaves-early.test.ts > invariant 11: a change is announced only after its commit",
    ],
  },
];
