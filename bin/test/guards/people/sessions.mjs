const sessions = "lib/sessions/session.test.ts";
const live = "app/api/browser/live/live.test.ts";

export default [
  {
    name: "phone-session-has-an-end",
    invariant: "A lost phone with an open session",
    file: "lib/sessions/record-use.ts",
    find: "make_interval(days => ${longestDays}::int)",
    replace: "make_interval(days => ${longestDays}::int * 100)",
    tests: ["lib/sessions/phone-sessions.test.ts"],
  },
  {
    name: "session-expires",
    invariant: 14,
    file: "lib/sessions/session.ts",
    find: "        gt(sessions.expires, now),\n        eq(people.status",
    replace: "        now ? undefined : gt(sessions.expires, now),\n        eq(people.status",
    tests: [sessions],
  },
  {
    name: "session-of-an-active-person",
    invariant: 8,
    file: "lib/sessions/session.ts",
    find: '        eq(people.status, "active"),\n',
    replace: "",
    tests: [sessions],
  },
  {
    name: "required-role",
    invariant: 14,
    file: "lib/sessions/require-role.ts",
    find: "if (roles.some((role) => viewer.roles.includes(role))) return;",
    replace: "if (roles.some((role) => viewer.roles.includes(role)) || roles.length > 0) return;",
    tests: ["lib/membership/change-roles.test.ts", "lib/publishing/publish-draft.test.ts"],
  },
  {
    name: "stream-ends-with-its-session",
    invariant: "A signed-in person listens to topics that they may not read",
    file: "app/api/browser/live/heartbeat.ts",
    find: "good.has(stream) ? stream.ping() : stream.end()",
    replace: "good.has(stream) || !stream.signal.aborted ? stream.ping() : stream.end()",
    tests: [`${live} > a stream ends with its session`],
  },
  {
    name: "stream-ends-with-its-access",
    invariant: "A signed-in person listens to topics that they may not read",
    file: "app/api/browser/live/heartbeat.ts",
    find: "audible[index]?.length === topics.length ? [stream] : []",
    replace: "audible[index] && topics.length > 0 ? [stream] : []",
    tests: [`${live} > a stream ends for a person who may no longer read its topic`],
  },
  {
    name: "own-person-topic",
    invariant: "A signed-in person listens to topics that they may not read",
    file: "app/api/browser/live/topics-for.ts",
    find: "return id === viewer.personId;",
    replace: "return id.length > 0;",
    tests: [`${live} > a person's topic is for that person`],
  },
];
