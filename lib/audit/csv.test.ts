import { expect, test } from "vitest";
import { csvHeader, eventAsCsv } from "./export.ts";
import { type AuditFact, auditRow } from "./record.ts";

const now = new Date("2026-11-24T12:00:00.000Z");
const ada = { type: "person", id: "per_1" } as const;

function cellsOf(text: string): string[] {
  const cells = [...text.matchAll(/"((?:[^"]|"")*)"(,|\r\n)/g)];
  expect(cells.map(([cell]) => cell).join("")).toBe(text);
  return cells.map(([, cell = ""]) => cell.replaceAll('""', '"'));
}

function rowOf(fact: AuditFact): Record<string, string> {
  const cells = cellsOf(eventAsCsv(auditRow(fact, now)));
  return Object.fromEntries(cellsOf(csvHeader).map((name, at) => [name, cells[at] ?? ""]));
}

test("a row has a cell for each column, and its last two are JSON", () => {
  const subject = { person: "per_2", agent: "agt_1", request: "req_1" };
  expect(rowOf({ type: "request.denied", actor: ada, subject, data: { code: "x" } })).toMatchObject({
    ...{ at: now.toISOString(), type: "request.denied", actor_type: "person", actor_id: "per_1" },
    ...{ person: "per_2", agent: "agt_1", request: "req_1" },
    ...{ subject: '{"agent":"agt_1","person":"per_2","request":"req_1"}', data: '{"code":"x"}' },
  });
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\t1", "\r1", "\n1", " =1", "＝1", "＋1", "－1", "＠x"])(
  "a cell that a spreadsheet would run as a formula becomes text: %j",
  (formula) => {
    const fact: AuditFact = { type: "session.ended", actor: ada, subject: { person: formula } };
    expect(rowOf(fact).person).toBe(`'${formula}`);
  },
);

test("quotes, separators and line ends stay within their cell", () => {
  const odd = 'a","=1","b\r\n"c';
  const fact: AuditFact = { type: "session.ended", actor: ada, subject: { person: odd } };
  expect(rowOf(fact)).toMatchObject({ person: odd, subject: JSON.stringify({ person: odd }), data: "{}" });
});

test("JSON cells contain no semicolon, at which some spreadsheets begin a cell, and read as the same values", () => {
  const fact: AuditFact = {
    ...{ type: "request.denied", actor: ada, subject: { request: "req_1;=1" } },
    data: { reason: "a;=1+1;b", "c;d": ";" },
  };
  const { subject = "", data = "" } = rowOf(fact);
  expect(subject + data).not.toContain(";");
  expect([JSON.parse(subject), JSON.parse(data)]).toEqual([fact.subject, fact.data]);
});
