const test = "lib/search/search.test.ts";

export default [
  {
    name: "people-for-admins-and-auditors",
    invariant: 14,
    file: "lib/search/search.ts",
    find: "readsEverything(viewer) ? findByText(",
    replace: "readsEverything(viewer) || true ? findByText(",
    tests: [`${test} > people are found by admins and auditors only`],
  },
  {
    name: "agents-of-the-viewer",
    invariant: 14,
    file: "lib/search/search.ts",
    find: "and(visibleTo(db, viewer), or(named, eq(agents.id, text)))",
    replace: "and(visibleTo(db, { ...viewer, roles: ['admin'] }), or(named, eq(agents.id, text)))",
    tests: [`${test} > an agent is found by those who may open its page`],
  },
  {
    name: "requests-of-the-viewer",
    invariant: 14,
    file: "lib/search/search-requests.ts",
    find: "where ${readableRequests(viewer, now)}",
    replace: 'where ${readableRequests({ ...viewer, roles: ["admin"] }, now)}',
    tests: [`${test} > a request is found by those who may open it`],
  },
  {
    name: "matches-of-the-viewer",
    invariant: 14,
    file: "lib/search/search-contents.ts",
    find: "where ${readableRequests(viewer, now)}",
    replace: 'where ${readableRequests({ ...viewer, roles: ["admin"] }, now)}',
    tests: [
      "lib/search/search-contents.test.ts > a request is found by its contents by those who may open it, and only by them",
      "lib/search/search-types.test.ts > requests are found by type by those who may open them",
      "lib/search/search-amounts-of-types.test.ts > a request is found by its type and amount by those who may open it",
    ],
  },
  {
    name: "holds-of-the-viewer",
    invariant: 14,
    file: "lib/search/search.ts",
    find: "&& canManage(viewer, agent.ownerId)",
    replace: "&& (canManage(viewer, agent.ownerId) || true)",
    tests: [`${test} > an agent can be held from search by those who may hold it`],
  },
  {
    name: "pages-of-the-roles",
    invariant: 14,
    file: "app/web/pages.ts",
    find: "page.roles.some((role) => roles.includes(role))",
    replace: "page.roles.length > 0 || roles",
    tests: ["app/web/pages.test.ts > a page is found by the beginnings of its words, and only for its roles"],
  },
  {
    name: "types-limited-in-number",
    invariant: 23,
    file: "lib/search/search-types.ts",
    find: " limit ${mostTypes}`",
    replace: "`",
    tests: ["lib/search/search-types.test.ts > of very many types that the text names, 20 are looked up"],
  },
  {
    name: "calls-of-search-per-minute",
    invariant: 14,
    file: "app/api/browser/search.ts",
    find: 'search.use("/api/search", perMinute("search", 600));',
    replace: "void perMinute;",
    tests: [
      "app/api/browser/search.test.ts > search is limited by client address, above the rate of human typing",
    ],
  },
];
