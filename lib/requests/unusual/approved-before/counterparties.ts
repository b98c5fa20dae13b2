import type { Descriptor } from "#lib/descriptors/descriptor";
import { pointerTokens } from "#lib/descriptors/pointers";
import { canonicalJson, type Json } from "#lib/json/canonical";
import { type Action, parameterAt } from "#lib/policy/language/action";

/** Names of counterparties in default action types and payment APIs, without underscores. */
const names: ReadonlySet<string> = new Set([
  ...["counterparty", "customer", "customerid", "recipient", "recipientid", "payee", "payeeid"],
  ...["beneficiary", "creditor", "vendor", "vendorid", "supplier", "supplierid", "merchant", "merchantid"],
  ...[
    "account",
    "accountid",
    "accountnumber",
    "iban",
    "destination",
    "to",
    "toaccount",
    "email",
    "user",
    "userid",
  ],
]);

/** An action has one or two. Each is looked for in the earlier actions of a day. */
const mostCounterparties = 8;

/** One counterparty of an action: a parameter with a text or a number. */
export interface Counterparty {
  path: string[];
  value: string | number;
}

/** The parameters that show a person or an email, or have one of the {@link names}, in any case. */
export function counterpartiesOf({ params }: Action, descriptor: Descriptor | undefined): Counterparty[] {
  const described = (descriptor?.fields ?? [])
    .filter(({ format }) => format === "person" || format === "email")
    .map(({ path }) => pointerTokens(path) ?? []);
  const named = Object.keys(params)
    .filter((name) => names.has(name.toLowerCase().replaceAll("_", "")))
    // A name's other spellings can't replace the usual one.
    .toSorted((one, other) => Number(one !== one.toLowerCase()) - Number(other !== other.toLowerCase()))
    .map((name) => [name]);
  const found = [...described, ...named].flatMap((path) => {
    const value = parameterAt(params, path);
    return typeof value === "number" || (typeof value === "string" && value !== "") ? [{ path, value }] : [];
  });
  return found.slice(0, mostCounterparties);
}

/** Whether an action has such a counterparty at the same path. */
export function hasCounterparty({ params }: Action, counterparties: Counterparty[]): boolean {
  return counterparties.some(
    ({ path, value }) => comparable(parameterAt(params, path)) === comparable(value),
  );
}

/** The canonical JSON of a counterparty: a text in another parameter has escaped quotes. */
export function textIn({ path, value }: Counterparty): string {
  return `${canonicalJson(path.at(-1) ?? "")}:${canonicalJson(value)}`;
}

function comparable(value: Json | undefined): string | undefined {
  return typeof value === "string" || typeof value === "number" ? String(value).toLowerCase() : undefined;
}
