import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { foreseeNextVersion } from "#lib/policy/drafts/next-version";
import { proposeDraft } from "#lib/publishing/propose-draft";
import { publishDraft } from "#lib/publishing/publish-draft";
import { changedWhileLooking } from "#lib/publishing/publish-refusals";
import type { Viewer } from "#lib/sessions/session";

const reviewed = z.object({ digest: z.string().max(64) });

/** Publishing decides about approvals, so it takes a passkey. The digest is of the reviewed version. */
export const publication = defineConfirmedAction({
  name: "policy/publish",
  roles: ["admin"],
  refreshes: ["/policy"],
  read: reviewed,
  look: lookAt,
  about: ({ digest }) => [digest],
  question: ({ digest }, { version }) => ({
    title: `Publish version ${version}?`,
    facts: [fact("Digest", digest)],
    consequences: [
      "It goes live immediately for every agent.",
      "Pending requests are evaluated again. Newly blocked ones are cancelled and stricter ones need more approvals. None become easier to approve.",
      "Unused grants are rejected where this version blocks the action.",
      "Published versions can't be edited. To change something, publish another version.",
    ],
    confirm: `Publish version ${version}`,
  }),
  run: async (db, by, { digest }) => {
    await publishDraft(db, { ...by, digest });
  },
});

/** Where publishing takes two admins, the first of them proposes. */
export const proposal = defineConfirmedAction({
  name: "policy/propose",
  roles: ["admin"],
  refreshes: ["/policy"],
  read: reviewed,
  look: lookAt,
  about: ({ digest }) => [digest],
  question: ({ digest }, { version }) => ({
    title: `Propose version ${version}?`,
    facts: [fact("Digest", digest)],
    consequences: [
      "Another admin then publishes exactly this version. Nothing changes until then.",
      "Editing the draft cancels the proposal.",
    ],
    confirm: `Propose version ${version}`,
  }),
  run: (db, by, { digest }) => proposeDraft(db, { ...by, digest }),
  proposes: "policy.publish",
  proposalWords: ({ version, digest }) => ({
    title: `Publish policy version ${version}`,
    href: "/policy/draft/review",
    facts: [fact("Digest", digest)],
    consequences: ["Review the changes and publish the version on the review page."],
  }),
});

async function lookAt(_: Viewer, { digest }: { digest: string }) {
  const next = await foreseeNextVersion(runtime().db);
  if (next.digest !== digest) throw changedWhileLooking(next.digest, digest);
  return { version: next.version };
}
