import { plainText } from "#db/statement-kind";

/** What the migrations before a statement have made, by the names in their text. */
export interface Made {
  /** Tables of the same migration, which no other process uses yet. */
  tables: Set<string>;
  /** `table.constraint` of a check that a column isn't null, and the column. */
  notNullChecks: Map<string, string>;
  /** `table.column` of those checks that are validated. */
  neverNull: Set<string>;
  /** Indexes of released migrations, in lower case: a process of the release before may need one as it is. */
  releasedIndexes: Set<string>;
}

/**
 * `expands`: the release before runs on, and no ask waits. `narrows`: refuses rows that the release before must
 * not write, also while what it adds isn't validated. `contracts`: takes away what it must not use. `refused`:
 * none of these is known.
 */
export type Verdict = "expands" | "narrows" | "contracts" | "refused";

const name = "[a-z_][a-z0-9_]*";
const table = `(?:public\\.)?(${name})`;
// A serial's default is volatile, so that PostgreSQL writes every row anew.
const type = `(?!(?:small|big)?serial)[a-z0-9]+(?: with time zone)?(?:\\(\\d+(?:, ?\\d+)?\\))?(?:\\[\\])?`;
// A stable function is evaluated once for all rows that are there.
const constant = `(?:'[^';]*'(?:::${type})?|-?\\d+(?:\\.\\d+)?|true|false|(?:now|database_fence)\\(\\))`;
const anything = "[^;]*";
const insertVacuum = "autovacuum_vacuum_insert_(?:threshold|scale_factor) = \\d+(?:\\.\\d+)?";
const body = "\\$\\$(?:(?!\\$\\$).)*\\$\\$";
// The table is the first one after the events.
const triggerOn = `create trigger ${name} (?:before|after) [a-z0-9_, ]+? on ${table} ${anything} execute function ${name} ?\\(${anything}\\)`;
const functionOf = `function ${name} ?\\(${anything}?\\) returns ${anything} as ${body}${anything}`;

const form = (text: string) => new RegExp(`^${text}$`, "is");

const createTable = form(`create (?:unlogged )?table ${table} \\(${anything}\\)(?: with \\([^;()]*\\))?`);
/** On a table of the same migration. */
const onNewTable = [
  `create (?:unique )?index ${name} on ${table} ${anything}`,
  `insert into ${table} ${anything}`,
  `alter table ${table} add constraint ${name} (?:check|foreign key|unique|primary key) ?\\(${anything}`,
  triggerOn,
].map(form);

const addNotNullCheck = form(
  `alter table ${table} add constraint (${name}) check \\((${name}) is not null\\) not valid`,
);
const validate = form(`alter table ${table} validate constraint (${name})`);
const setNotNull = form(`alter table ${table} alter column (${name}) set not null`);

/** Each holds its lock for a change of the catalog alone. */
const expanding = [
  `alter table ${table} add column ${name} ${type}(?: default ${constant}(?: not null)?| not null default ${constant})?`,
  `alter table ${table} alter column ${name} set default ${constant}`,
  `alter table ${table} validate constraint ${name}`,
  // Its lock conflicts with a vacuum and other changes of the table, and not with reads and writes.
  `alter table ${table} set \\(${insertVacuum}(?:, ${insertVacuum})*\\)`,
  `create ${functionOf}`,
].map(form);

const narrowing = [
  `alter table ${table} add constraint ${name} (?:check|foreign key) ?\\(${anything} not valid`,
  `alter table ${table} add constraint ${name} unique using index ${name}`,
  triggerOn,
].map(form);

const contracting = [
  `alter table ${table} drop (?:column|constraint) ${name}`,
  `alter table ${table} alter column ${name} drop (?:default|not null)`,
  `drop table ${table}`,
  `drop function ${name}(?:\\([a-z, ]*\\))?`,
  `drop trigger ${name} on ${table}`,
  `create or replace ${functionOf}`,
].map(form);

const changes = "(?:(?!\\b(?:insert|update|delete|merge)\\b)[^;])*";
/**
 * Read again from the last row on, each time in a short transaction. The filter belongs to the update: in front
 * of the limit, it would skip all filled rows in one statement, which runs out of time.
 */
const batch = form(
  `with batch as \\( ?select (${name}) from (${name}) where \\1 > \\$1 order by \\1 limit \\$2 ?\\), ` +
    `changed as \\( ?update \\2 set ${changes} from batch where \\2\\.\\1 = batch\\.\\1(?: and ${changes})? ?\\) ` +
    "select max\\(\\1\\) as last from batch",
);

const dropConstraint = form(`alter table (${name}) drop constraint (${name})`);
const addCheck = form(`alter table (${name}) add constraint (${name}) check ?\\(${anything} not valid`);
const dropIndex = form(`drop index concurrently if exists (${name})`);
const createIndex = form(`create (?:unique )?index concurrently (${name}) on ${table} ${anything}`);
const anyIndex = new RegExp(`create (?:unique )?index (?:concurrently )?(?:if not exists )?(${name})`, "gi");

/** The names of the indexes that a migration creates. */
export function indexesOf(text: string): string[] {
  return [...plainText(text).matchAll(anyIndex)].map(([, index = ""]) => index.toLowerCase());
}

/**
 * Judges a statement by its form. Only known forms pass.
 * @param neighbors the statements before and after it, in its migration
 */
export function judgeStatement(
  statement: string,
  made: Made,
  { before = "", after = "" }: { before?: string; after?: string },
): Verdict {
  const text = plainText(statement);
  if (text === "") return "expands";
  const [, newTable] = createTable.exec(text) ?? [];
  if (newTable !== undefined) {
    made.tables.add(newTable);
    return "expands";
  }
  if (onNewTable.some((each) => made.tables.has(each.exec(text)?.[1] ?? ""))) return "expands";
  const index = indexIn(createIndex, text);
  if (index !== undefined) {
    if (indexIn(dropIndex, before) !== index || made.releasedIndexes.has(index.toLowerCase()))
      return "refused";
    return /^create unique/i.test(text) ? "narrows" : "expands";
  }
  const dropped = indexIn(dropIndex, text);
  if (dropped !== undefined) return indexIn(createIndex, after) === dropped ? "expands" : "contracts";
  if (batch.test(text)) return "expands";
  const [, checked, check] = dropConstraint.exec(text) ?? [];
  const [, checkedAgain, again] = addCheck.exec(plainText(after)) ?? [];
  if (check !== undefined && check === again && checked === checkedAgain) return "narrows";
  if (setsNotNull(text, made) || narrowing.some((each) => each.test(text))) return "narrows";
  if (expanding.some((each) => each.test(text))) return "expands";
  return contracting.some((each) => each.test(text)) ? "contracts" : "refused";
}

function indexIn(kind: RegExp, statement: string): string | undefined {
  return kind.exec(plainText(statement))?.[1];
}

/**
 * PostgreSQL reads the whole table to set a column `not null`, unless a validated check says so. Remembers
 * such checks.
 */
function setsNotNull(text: string, made: Made): boolean {
  const [, of = "", constraint = "", column = ""] = addNotNullCheck.exec(text) ?? [];
  if (column !== "") made.notNullChecks.set(`${of}.${constraint}`, column);
  const [, validated = "", valid = ""] = validate.exec(text) ?? [];
  const checked = made.notNullChecks.get(`${validated}.${valid}`);
  if (checked !== undefined) made.neverNull.add(`${validated}.${checked}`);
  const [, changed = "", set = ""] = setNotNull.exec(text) ?? [];
  return made.neverNull.has(`${changed}.${set}`);
}
