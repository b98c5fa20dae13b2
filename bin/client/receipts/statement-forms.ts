import type { Replacement } from "#client/json/patch";
import type { Difference } from "#lib/approvals/standing/approvals/bounds";
import { type DailyHours, hoursFaults } from "#lib/approvals/standing/approvals/hours";
import type { Basis, StandingStatement, Terms } from "#lib/approvals/standing/approvals/statement";
import type { Display, Edit, Statement } from "#lib/approvals/statement";
import type { Batch } from "#lib/approvals/together/batch";
import type { AcceptanceStatement, AttestationStatement } from "#lib/ownership/statement";
import type { Action } from "#lib/policy/language/action";
import {
  counted,
  type Form,
  flag,
  json,
  list,
  members,
  object,
  only,
  positive,
  scalar,
  text,
  whole,
} from "./form.ts";

// The signed statements of docs/receipts.md. The server reads them with schemas of its own, from
// which only the types are shared.

export const actionForm = members<Action>({
  type: text,
  "resource?": text,
  params: object,
  "audience?": text,
});
const published = members<{ version: number; digest: string }>({ version: whole, digest: text });
const builtIn = members<{ built_in: number; digest: string }>({ built_in: whole, digest: text });
const descriptor: Form = (value, place) =>
  value?.built_in === undefined ? published(value, place) : builtIn(value, place);
export const patchForm = list(members<Replacement>({ op: only("replace"), path: text, value: json }), {
  fewest: 1,
});

const shared = {
  v: only(1),
  request: text,
  action: actionForm,
  action_digest: text,
  agent: text,
  owner: text,
  owner_epoch: whole,
  policy_version: whole,
  approver: text,
  "environment?": text,
  display: members<Display>({ "descriptor?": descriptor, rendering: text }),
  nonce: text,
  issued_at: text,
  expires_at: text,
};

const approval = members<Statement>({
  ...shared,
  decision: only("approve"),
  capacity: only("owner", "backup", "group", "delegate", "break_glass"),
  "on_behalf_of?": text,
  "break_glass_reason?": text,
  "edit?": members<Edit>({ from: text, patch: patchForm }),
});

const upTo = members<Extract<Difference, { up_to: number }>>({ path: text, up_to: positive });
const oneOf = members<Extract<Difference, { one_of: unknown }>>({
  path: text,
  one_of: list(scalar, { fewest: 1 }),
});

const hoursMembers = members<DailyHours>({ from: text, to: text, zone: text });
const hours: Form = (value, place) => {
  hoursMembers(value, place);
  const [member] = Object.keys(hoursFaults(value));
  if (member !== undefined) throw new Error(`${place}.${member} isn't of its form`);
};

const standing = members<StandingStatement>({
  ...shared,
  decision: only("approve_standing"),
  capacity: only("owner", "backup", "group"),
  terms: members<Terms>({
    may_differ: list((value, place) => (value?.up_to === undefined ? oneOf : upTo)(value, place)),
    count: counted,
    per_hour: counted,
    "total?": positive,
    "hours?": hours,
  }),
  rests_on: members<Basis>({ count: counted, root: text }),
});

/** Whether a statement is a standing approval, from which later requests are drawn. */
export function isStanding({ decision }: { decision?: unknown }): boolean {
  return decision === "approve_standing";
}

/** An approval, or a standing approval. */
export const statementForm: Form = (value, place) =>
  (isStanding(Object(value)) ? standing : approval)(value, place);

export const batchForm = members<Batch>({
  v: only(1),
  decision: only("approve_together"),
  approver: text,
  agent: text,
  action_type: text,
  count: whole,
  root: text,
});

type Accepted = AcceptanceStatement["agents"][number];

const acceptance = members<AcceptanceStatement>({
  v: only(1),
  decision: only("accept_ownership"),
  new_owner: text,
  agents: list(
    members<Accepted>({
      offer: text,
      agent: text,
      name: text,
      labels: list(text),
      from: text,
      owner_epoch: whole,
      rules: list(text),
      more_rules: whole,
      keys: list(
        members<Accepted["keys"][number]>({
          id: text,
          algorithm: only("ed25519", "hmac-sha256"),
          "thumbprint?": text,
          added_at: text,
          added_by: text,
        }),
      ),
      keep_keys: flag,
    }),
    { fewest: 1 },
  ),
  authority: members<AcceptanceStatement["authority"]>({
    policy_version: whole,
    policy_digest: text,
    default_outcome: only("step_up", "block"),
    rules: list(members<{ id: string; words: string }>({ id: text, words: text })),
  }),
  nonce: text,
  issued_at: text,
  expires_at: text,
});

const confirmation = members<AttestationStatement>({
  v: only(1),
  decision: only("confirm_ownership"),
  owner: text,
  agents: list(
    members<AttestationStatement["agents"][number]>({ agent: text, name: text, owner_epoch: whole }),
    { fewest: 1 },
  ),
  nonce: text,
  issued_at: text,
  expires_at: text,
});

/** An acceptance, or a confirmation of ownership. */
export const ownershipStatementForm: Form = (value, place) =>
  value?.decision === "accept_ownership" ? acceptance(value, place) : confirmation(value, place);
