import { pointer } from "#client/json/pointer";
import { descriptorFaults } from "#lib/descriptors/check-descriptor";
import type { CommandReader } from "#lib/descriptors/commands/open-reader";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { testRequestTitle, testRequestType } from "#lib/descriptors/test-request-type";
import { CountersignError } from "#lib/kernel/errors";
import { lineSchema } from "#lib/policy/language/condition-text";
import { looksLikeTestRequest } from "#lib/test-agents/reserved-words";
import type { ActionType } from "./action-type.ts";
import { namedParamFault } from "./example-params.ts";
import type { Fault } from "./params-schema.ts";
import type { PreparedCheck } from "./prepare-check.ts";
import { standingFaults } from "./standing-ceiling.ts";

/** An action type's errors, by JSON Pointer. */
export function actionTypeFaults(entry: ActionType, prepared: PreparedCheck): Fault[] {
  const inSchema = prepared.schemaFaults(entry.schema);
  return [
    ...typeFaults(entry),
    ...titleFaults(entry),
    ...reservedWordsFaults(entry),
    ...standingFaults(entry),
    ...inSchema.map(({ path, message }) => ({ path: `/schema${path}`, message })),
    ...(inSchema.length > 0 ? [] : paramFaults(entry)),
    ...descriptorFaultsOf(entry, prepared.commands),
  ];
}

/** Refuses action types with errors. @throws `invalid_input`, with all in `details.errors` */
export function checkCatalog(catalog: ActionType[], prepared: PreparedCheck): void {
  const faults =
    prepared.tooLarge === undefined ? faultsOfEach(catalog, prepared) : [allAt(prepared.tooLarge)];
  if (faults.length === 0) return;
  const summary = faults
    .map(({ actionType, path, message }) => `${actionType}${path}: ${message}`)
    .join("; ");
  throw new CountersignError("invalid_input", `action types refused: ${summary}`, {
    userMessage: summary,
    details: { errors: faults },
  });
}

function faultsOfEach(catalog: ActionType[], prepared: PreparedCheck) {
  return catalog.flatMap((entry) =>
    actionTypeFaults(entry, prepared).map(({ path, message }) => ({ actionType: entry.type, path, message })),
  );
}

function allAt(message: string) {
  return { actionType: "All action types", path: "", message };
}

// Built-in words, and no agent can ask for the type.
function typeFaults({ type }: ActionType): Fault[] {
  return type === testRequestType
    ? [{ path: "/type", message: "is for test requests. Use another type" }]
    : [];
}

// Approvers read the text.
function titleFaults({ title }: ActionType): Fault[] {
  const parsed = lineSchema.safeParse(title);
  return parsed.success ? [] : parsed.error.issues.map(({ message }) => ({ path: "/title", message }));
}

// Approvers would read that approving executes nothing.
function reservedWordsFaults({ title, descriptor }: ActionType): Fault[] {
  const words = {
    "/title": title,
    "/descriptor/intent": descriptor?.intent,
    "/descriptor/sentence": descriptor?.sentence,
  };
  return Object.entries(words)
    .filter(([, text]) => text !== undefined && looksLikeTestRequest(text))
    .map(([path]) => ({ path, message: `“${testRequestTitle}” is for test requests. Use other words` }));
}

/** The errors in the descriptor of an action type, by JSON Pointer into the type. */
export function descriptorFaultsOf(entry: ActionType, commands: Partial<CommandReader>): Fault[] {
  const { type, descriptor } = entry;
  if (!descriptor) return [];
  const faults = [
    ...descriptorFaults(type, descriptor, commands),
    ...amountFaults(entry, descriptor),
    ...editableFaults(entry, descriptor),
  ];
  return faults.map(({ path, message }) => ({ path: `/descriptor${path}`, message }));
}

// Policy counts the amount parameter as it is sent, and the queue and messages show it so. A field
// that showed the same digits as another sum, such as cents or a percentage, would contradict both.
function amountFaults({ amountParam, currencyParam }: ActionType, { fields }: Descriptor): Fault[] {
  const index = fields.findIndex(({ path }) => path === pointerTo(amountParam));
  const field = fields[index];
  if (!field) return [];
  const { format, params } = field;
  const at = `/fields/${index}`;
  const fault = (name: string, message: string) => [{ path: `${at}/params/${name}`, message }];
  if (format !== "amount") {
    const isPlain =
      format === "json" || format === "text" || (format === "number" && !(currencyParam && params?.unit));
    const isCount = format === "count" && currencyParam === null;
    return isPlain || isCount ? [] : [{ path: `${at}/format`, message: otherDigits }];
  }
  if (params?.minorUnits)
    return fault("minorUnits", "the amount parameter of the type can't count minor units");
  return currencyParam !== null && params?.currency !== pointerTo(currencyParam)
    ? fault("currency", `the type's currency is in another parameter: write ${pointerTo(currencyParam)}`)
    : [];
}

const otherDigits =
  "policy counts this parameter as the type's amount: show it as an amount, or as a number without a unit";

// Totals count an edited request as of its ask: the amount may only get smaller.
function editableFaults({ amountParam, currencyParam }: ActionType, { fields }: Descriptor): Fault[] {
  const lowered: ReadonlySet<string> = new Set(["amount", "number", "count"]);
  return fields.flatMap(({ path, format, editable }, index) => {
    const isAmount = path === pointerTo(amountParam) && !lowered.has(format);
    if (!editable || !(isAmount || path === pointerTo(currencyParam))) return [];
    const message = isAmount
      ? "the type's amount can be edited only as an amount, a number or a count"
      : "the type's currency can't be edited";
    return [{ path: `/fields/${index}/editable`, message }];
  });
}

function pointerTo(param: string | null): string | undefined {
  return param?.split(".").reduce(pointer, "");
}

function paramFaults({ schema, amountParam, currencyParam }: ActionType): Fault[] {
  const faults: Fault[] = [];
  const add = (path: string, message: string | undefined) => message && faults.push({ path, message });
  if (amountParam !== null) add("/amountParam", namedParamFault(schema, amountParam, "number"));
  if (currencyParam === null) return faults;
  if (amountParam === null)
    add("/currencyParam", "a currency or unit is that of an amount: name the amount too");
  add("/currencyParam", namedParamFault(schema, currencyParam, "string"));
  return faults;
}
