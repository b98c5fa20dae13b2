const composing = "lib/notifications/dispatch/compose.test.ts";
const planning = "lib/notifications/planning/plan-requests.test.ts";
const dispatch = "lib/notifications/dispatch/dispatch.test.ts";
const invariant = "22: a message leaves once, after its commit, while it is true";

export default [
  {
    name: "flood-limit-over-the-locked-row",
    invariant: "A stolen session of an admin loosens or destroys",
    file: "lib/notifications/preferences/flood-limit.ts",
    find: "      : !isQuieter({ requests, minutes }, before);\n",
    replace: "      : true;\n",
    tests: ["app/(console)/settings/channels/flood-change.test.ts"],
  },
  {
    name: "reminder-of-one-process",
    invariant,
    file: "lib/notifications/reminders/take-due.ts",
    find: "select due.* from due join taken using (about, stage)",
    replace: "select due.* from due",
    tests: ["lib/notifications/reminders/reminders.test.ts"],
  },
  {
    name: "outbox-row-of-a-closed-request",
    invariant,
    file: "lib/notifications/planning/plan-closed.ts",
    find: '  await withdrawQueued(tx, { requestIds, reason: "The request ended.", now });\n',
    replace: "  void withdrawQueued;\n",
    tests: [planning],
  },
  {
    name: "lease-of-one-process",
    invariant,
    file: "lib/notifications/deliveries/claim-deliveries.ts",
    find: "          and (d.leased_until is null or d.leased_until <= ${now})\n",
    tests: [dispatch],
  },
  {
    name: "lost-lease-records-nothing",
    invariant,
    file: "lib/notifications/deliveries/record-result.ts",
    find: "        eq(deliveries.attempts, claim.attempts),\n",
    tests: [dispatch],
  },
  {
    name: "paused-receiver-is-left-alone",
    invariant,
    file: "lib/notifications/deliveries/claim-deliveries.ts",
    find: " and (h.paused_until is null or h.paused_until <= ${now})",
    tests: [dispatch],
  },
  {
    name: "closing-message-waits-for-the-message",
    invariant,
    file: "lib/notifications/deliveries/claim-deliveries.ts",
    find: "          and (d.follows is null or not exists (select from deliveries f where f.id = d.follows and f.state = 'queued'))\n",
    tests: [dispatch],
  },
  {
    name: "only-people-who-may-still-decide",
    invariant,
    file: "lib/notifications/dispatch/compose.ts",
    find: "!(isOpen && context.canDecide(facts.id, person.id))",
    replace: "!isOpen",
    tests: [composing],
  },
  {
    name: "details-only-where-an-admin-allowed-them",
    invariant: 22,
    file: "lib/notifications/dispatch/load-context.ts",
    find: "allowed.includes(channel)",
    replace: "(allowed || channel)",
    tests: [composing],
  },
  {
    name: "only-a-plain-amount-is-a-detail",
    invariant: 22,
    file: "lib/notifications/dispatch/request-details.ts",
    find: "return [id, isPlain ?",
    replace: "return [id, isPlain || true ?",
    tests: [composing],
  },
  {
    name: "no-message-beyond-the-deadline",
    invariant,
    file: "lib/notifications/planning/address.ts",
    find: "    if (!isInTime(dueAt)) return [];\n",
    tests: [planning],
  },
  {
    name: "failing-event-delays-no-other",
    invariant,
    file: "lib/notifications/planning/plan-due.ts",
    find: "    await postponeFailing(db, taken, planning);\n    return taken.length;\n",
    replace: "    void postponeFailing;\n    return 0;\n",
    tests: [planning],
  },
];
