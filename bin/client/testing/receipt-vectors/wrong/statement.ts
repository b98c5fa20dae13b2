import { approval, around, descriptor, put, type Row, spaced, stating } from "../vector.ts";

const unfit = { fails: ["form", "statement"] };

const wrongForm: Row[] = [
  ["unknown", "an unknown member", stating({ except: "refunds over 100" })],
  [
    "unknown-display",
    "an unknown member of display",
    around(() => {}, { sign: (s) => ({ ...s, display: { ...s.display, except: "this" } }) }),
  ],
  [
    "unknown-descriptor",
    "an unknown member of the descriptor's source",
    approval({
      descriptor,
      sign: (s) => {
        s.display.descriptor.except = "this";
        return s;
      },
    }),
  ],
  [
    "unknown-replacement",
    "an unknown member of a replacement of the patch",
    around(put("request.edit.patch.0.except", "this"), {
      isEdited: true,
      sign: (s) => {
        s.edit.patch[0].except = "this";
        return s;
      },
    }),
    unfit,
  ],
  [
    "unknown-edit",
    "an unknown member of the edit",
    around(() => {}, { isEdited: true, sign: (s) => ({ ...s, edit: { ...s.edit, except: "this" } }) }),
  ],
  [
    "unknown-action",
    "an unknown member of the action, which its digest doesn't cover",
    around(put("request.action.except", "this"), {
      sign: (s) => ({ ...s, action: { ...s.action, except: "this" } }),
    }),
    unfit,
  ],
  [
    "list-of-parameters",
    "parameters in a list",
    approval({ action: { type: "a.b", params: [1] as never } }),
    unfit,
  ],
  ["without-nonce", "no nonce", stating({ nonce: undefined })],
  ["without-policy-version", "no policy version", stating({ policy_version: undefined })],
  [
    "without-owner-epoch",
    "no owner epoch",
    stating({ owner_epoch: undefined }, { change: put("grant", undefined) }),
  ],
  ["type-of-nonce", "a nonce that is a number", stating({ nonce: 1 })],
  ["null-nonce", "a nonce that is null", stating({ nonce: null })],
  ["type-of-policy-version", "a policy version that is text", stating({ policy_version: "7" })],
  ["broken-policy-version", "a policy version that isn't whole", stating({ policy_version: 7.5 })],
  ["version", "a statement of version 2", stating({ v: 2 })],
  ["denial", "a denial", stating({ decision: "deny" }, { change: put("approval.decision", "deny") })],
];

/** Statements that are wrong in themselves, which the passkey and the server signed. */
export const wrongStatements: Row[] = [
  ...wrongForm,
  ["spaces", "a statement with spaces", approval({ sign: spaced })],
  [
    "member-order",
    "a statement whose members are in another order",
    approval({ sign: (s) => JSON.stringify(Object.fromEntries(Object.entries(s).reverse())) }),
  ],
  [
    "escapes",
    "a statement with a needless escape",
    approval({ sign: (s) => JSON.stringify(s).replace("r", "\\u0072") }),
  ],
  ["capacity", "a capacity that doesn't exist", approval({ as: { capacity: "bystander" as never } })],
  ["delegate-of-no-one", "a delegate who represents no one", approval({ as: { capacity: "delegate" } })],
  [
    "owner-for-another",
    "an owner who represents someone",
    approval({ as: { capacity: "owner", onBehalfOf: "per_away" } }),
  ],
  [
    "break-glass-without-reason",
    "break-glass without a reason",
    approval({ as: { capacity: "break_glass" } }),
  ],
  [
    "break-glass-empty-reason",
    "break-glass with an empty reason",
    approval({ as: { capacity: "break_glass", breakGlassReason: "" } }),
  ],
  [
    "reason-without-break-glass",
    "a reason for break-glass of a group's member",
    approval({ as: { capacity: "group", breakGlassReason: "Because I may" } }),
  ],
];
