import {
  approval,
  around,
  descriptor,
  draw,
  put,
  type Row,
  spaced,
  stating,
  terms,
  zurich,
} from "../vector.ts";

const standing = (members: object) => stating(members, draw);
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

/** A standing approval with one more difference, at a place that no draw has. */
const differing = (more: object) =>
  approval({
    ...draw,
    sign: (s) => {
      s.terms.may_differ.push({ path: "/params/note", ...more });
      return s;
    },
  });
const edit = { from: "AAAA", patch: [{ op: "replace", path: "/params/amount", value: 1 }] };
const unbound = { fails: ["statement", "agreement"] };

const { hours } = zurich("08:00", "18:00");
const weekdays = { hours: { ...hours, days: ["mon"] } };
const zoned = (zone: string) => ({ hours: { ...hours, zone } });

/** Standing approvals, in which an unknown member could be one more limit. */
const wrongStanding: Row[] = [
  ["standing-unknown", "an unknown member of a standing approval", standing({ except: "refunds over 100" })],
  ["standing-unknown-terms", "an unknown member of the terms", terms({ per_day: 5 })],
  ["standing-unknown-difference", "an unknown member of a difference", differing({ up_to: 5, from: 1 })],
  [
    "standing-unknown-basis",
    "an unknown member of what it rests on",
    standing({ rests_on: { count: 24, root: "AAAA", days: 1 } }),
  ],
  ["standing-two-kinds", "a difference of two kinds", differing({ up_to: 5, one_of: [5] })],
  ["standing-no-kind", "a difference of no kind", differing({})],
  ["standing-no-value", "a difference without a value", differing({ one_of: [] })],
  ["standing-list-of-lists", "a value that is a list", differing({ one_of: [[5]] })],
  ["standing-null", "a value that is null", differing({ one_of: [5, null] })],
  ["standing-up-to-text", "a largest value that is text", differing({ up_to: "5" })],
  ["standing-up-to-nothing", "a largest value of 0", differing({ up_to: 0 })],
  ["standing-without-path", "a difference without a place", differing({ path: undefined, up_to: 5 })],
  ["standing-without-terms", "a standing approval without terms", standing({ terms: undefined }), unbound],
  ["standing-without-count", "terms without a number of requests", terms({ count: undefined }), unbound],
  ["standing-count-of-none", "terms for no request", terms({ count: 0 }), unbound],
  ["standing-broken-count", "a number of requests that isn't whole", terms({ count: 7.5 })],
  ["standing-without-rate", "terms without a rate", terms({ per_hour: undefined })],
  ["standing-rate-of-none", "terms for no request in an hour", terms({ per_hour: 0 })],
  ["standing-total-of-none", "terms for no amount", terms({ total: 0 }), unbound],
  ["standing-null-total", "a total that is null", terms({ total: null }), unbound],
  ["standing-null-hours", "hours that are null", terms({ hours: null }), unbound],
  ["standing-hours-as-text", "hours that are text", terms({ hours: "08:00-18:00 UTC" }), unbound],
  ["standing-hours-unknown", "an unknown member of the hours", terms(weekdays)],
  [
    "standing-hours-without-zone",
    "hours without a time zone",
    terms({ hours: { from: "08:00", to: "18:00" } }),
    unbound,
  ],
  ["standing-hours-of-none", "hours that end as they start", terms(zurich("15:00", "15:00")), unbound],
  ["standing-hours-past-day", "hours up to 24:00", terms(zurich("08:00", "24:00"))],
  ["standing-hours-of-one-digit", "a time of one digit", terms(zurich("08:00", "18:0"))],
  ["standing-hours-with-seconds", "a time with seconds", terms(zurich("08:00:00", "18:00"))],
  ["standing-hours-line", "a time with a line break", terms(zurich("08:00", "18:00\n"))],
  ["standing-hours-of-offset", "an offset in place of a time zone", terms(zoned("+01:00")), unbound],
  ["standing-hours-lower-case", "a time zone in lower case", terms(zoned("europe/zurich")), unbound],
  ["standing-hours-outside-zones", "a time zone that is a path", terms(zoned("../Europe/Zurich")), unbound],
  ["standing-without-basis", "a standing approval that rests on nothing", standing({ rests_on: undefined })],
  [
    "standing-basis-of-none",
    "a standing approval that rests on no approval",
    standing({ rests_on: { count: 0, root: "AAAA" } }),
  ],
  ["standing-edit", "a standing approval with an edit", standing({ edit }), { fails: ["statement", "edit"] }],
  [
    "standing-delegate",
    "a standing approval of a delegate",
    approval({ ...draw, as: { capacity: "delegate" } }),
  ],
  [
    "standing-break-glass",
    "a standing approval by break-glass",
    approval({ ...draw, as: { capacity: "break_glass" } }),
  ],
];

/** Statements that are wrong in themselves, which the passkey and the server signed. */
export const wrongStatements: Row[] = [
  ...wrongForm,
  ...wrongStanding,
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
