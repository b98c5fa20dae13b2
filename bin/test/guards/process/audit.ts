const formula = "A spreadsheet runs a cell of the export as a formula";
const names = "lib/search/audit-names/event-names.test.ts";

export default [
  {
    name: "names-of-requests-of-the-viewer",
    invariant: 14,
    file: "lib/search/audit-names/request-names.ts",
    find: "${readableRequests(viewer, now)}",
    replace: '${readableRequests({ ...viewer, roles: ["admin"] }, now)}',
    tests: [`${names} > a viewer reads the names of those agents, requests and settings only`],
  },
  {
    name: "names-of-settings-for-admins-and-auditors",
    invariant: 14,
    file: "lib/search/audit-names/event-names.ts",
    find: "readsEverything(viewer) ?",
    replace: "readsEverything(viewer) || true ?",
    tests: [`${names} > a viewer reads the names of those agents, requests and settings only`],
  },
  {
    name: "export-for-admins-and-auditors",
    invariant: 14,
    file: "app/api/browser/audit.ts",
    find: 'requireRole(await viewerOf(c), "auditor", "admin");',
    replace: "void requireRole;\n    await viewerOf(c);",
    tests: ["app/api/browser/audit.test.ts > export is not found for people other than admins"],
  },
  {
    name: "no-formula-in-csv",
    invariant: formula,
    file: "lib/audit/csv.ts",
    find: "? `'${cell}` : cell",
    replace: "? cell : cell",
    tests: ["lib/audit/csv.test.ts > a cell that a spreadsheet would run as a formula becomes text"],
  },
  {
    name: "line-ends-begin-no-formula",
    invariant: formula,
    file: "lib/audit/csv.ts",
    find: "|[\\t\\r\\n]",
    tests: ["lib/audit/csv.test.ts > a cell that a spreadsheet would run as a formula becomes text"],
  },
  {
    name: "quotes-within-a-cell",
    invariant: formula,
    file: "lib/audit/csv.ts",
    find: `.replaceAll('"', '""')`,
    tests: ["lib/audit/csv.test.ts > quotes, separators and line ends stay within their cell"],
  },
  {
    name: "no-semicolon-in-json-cells",
    invariant: formula,
    file: "lib/audit/csv.ts",
    find: `.replaceAll(";", "\\\\u003b")`,
    tests: ["lib/audit/csv.test.ts > JSON cells contain no semicolon"],
  },
];
