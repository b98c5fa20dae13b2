import { ownership, type Row, spaced } from "../vector.ts";

/** The same of statements about ownership. */
export const wrongOwnershipStatements: Row[] = [
  ["ownership-unknown", "an unknown member of an acceptance", accepting({ except: "this" })],
  ["ownership-without-nonce", "an acceptance without a nonce", accepting({ nonce: undefined })],
  ["ownership-spaces", "an acceptance with spaces", ownership({ accepts: 1, sign: spaced })],
  [
    "ownership-of-nothing",
    "a confirmation without an agent",
    ownership({ sign: (s) => ({ ...s, agents: [] }) }),
  ],
  [
    "ownership-decision",
    "a decision that isn't about ownership",
    ownership({ sign: (s) => ({ ...s, decision: "decline_ownership" }) }),
  ],
  [
    "ownership-without-keys",
    "an acceptance that doesn't list the agent's keys",
    acceptingAgent({ keys: undefined }),
  ],
  [
    "ownership-keep-keys",
    "an acceptance that doesn't say whether keys work",
    acceptingAgent({ keep_keys: undefined }),
  ],
  ["ownership-unknown-agent", "an unknown member of an accepted agent", acceptingAgent({ except: "this" })],
  [
    "ownership-without-added-by",
    "a key without the person who added it",
    acceptingAgent({ keys: [{ ...key(), added_by: undefined }] }),
  ],
  [
    "ownership-unknown-key",
    "an unknown member of a key",
    acceptingAgent({ keys: [{ ...key(), except: 1 }] }),
  ],
  [
    "ownership-unknown-rule",
    "an unknown member of a rule",
    ownership({
      accepts: 1,
      sign: (s) => {
        s.authority.rules[0].except = "this";
        return s;
      },
    }),
  ],
  [
    "ownership-unknown-authority",
    "an unknown member of the authority",
    ownership({
      accepts: 1,
      sign: (s) => {
        s.authority.except = "this";
        return s;
      },
    }),
  ],
  ["ownership-version", "an acceptance of version 2", accepting({ v: 2 })],
  [
    "ownership-unknown-confirmation",
    "an unknown member of a confirmation",
    ownership({ sign: (s) => ({ ...s, except: "this" }) }),
  ],
  [
    "ownership-unknown-confirmed",
    "an unknown member of a confirmed agent",
    ownership({ sign: (s) => ({ ...s, agents: [{ ...s.agents[0], except: 1 }] }) }),
  ],
];

function key() {
  return { id: "key_1", algorithm: "ed25519", added_at: "2026-11-24T14:00:00.000Z", added_by: "per_f" };
}

function accepting(members: object) {
  return ownership({ accepts: 1, sign: (statement) => ({ ...statement, ...members }) });
}

function acceptingAgent(members: object) {
  return ownership({ accepts: 1, sign: (s) => ({ ...s, agents: [{ ...s.agents[0], ...members }] }) });
}
