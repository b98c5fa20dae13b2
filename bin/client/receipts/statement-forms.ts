import type { Replacement } from "#client/json/patch";
import type { Display, Edit, Statement } from "#lib/approvals/statement";
import type { Batch } from "#lib/approvals/together/batch";
import type { AcceptanceStatement, AttestationStatement } from "#lib/ownership/statement";
import type { Action } from "#lib/policy/language/action";
import { type Form, flag, json, list, members, object, only, text, whole } from "./form.ts";

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

export const statementForm = members<Statement>({
  v: only(1),
  decision: only("approve"),
  request: text,
  action: actionForm,
  action_digest: text,
  agent: text,
  owner: text,
  owner_epoch: whole,
  policy_version: whole,
  approver: text,
  capacity: only("owner", "backup", "group", "delegate", "break_glass"),
  "on_behalf_of?": text,
  "break_glass_reason?": text,
  "environment?": text,
  display: members<Display>({ "descriptor?": descriptor, rendering: text }),
  "edit?": members<Edit>({ from: text, patch: patchForm }),
  nonce: text,
  issued_at: text,
  expires_at: text,
});

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
