export default [
  {
    name: "notified-within-the-transaction",
    invariant: 11,
    file: "lib/requests/cancel.ts",
    find: 'await notify(tx, `request/${requestId}`, "queue");',
    replace: 'await notify(db, `request/${requestId}`, "queue");',
    tests: ["app/api/requests.test.ts"],
  },
];
