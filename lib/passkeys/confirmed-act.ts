import { z } from "zod";

const digest = z.string().regex(/^[\w-]{43}$/, "a SHA-256 in base64url");

const personId = z.string().regex(/^per_\w{26}$/);
const approvalId = z.string().regex(/^apr_\w{26}$/);
const agentId = z.string().regex(/^agt_\w{26}$/);
const connectionId = z.string().regex(/^sso_\w{26}$/);
/** Whether a group can grant the admin role: no admin confirms that unawares. */
const adminByGroup = z.enum(["admin-by-group", "no-admin"]);

/** How an agent comes by a key: a one-time code, a pasted public key, or a shared secret. */
const keyKind = z.enum(["code", "public", "secret"]);

/** Roles, sorted and joined. */
const roles = z.string().regex(/^(admin|approver|auditor)(\+(admin|approver|auditor)){0,2}$/);

/**
 * Acts that require a passkey's confirmation in addition to a session: they give a person or an
 * agent the power to act, or decide which actions need approval. Names the act and its object, by a
 * digest if long (components/passkey/act-digest.ts), so the confirmation of one act is not valid
 * for another.
 */
export const confirmedActSchema = z.union([
  z.literal("passkey/add"),
  z.templateLiteral(["passkey/confirm/", personId, "/", digest]),
  z.templateLiteral(["signing-key/rotate/", z.string().regex(/^[\w-]{43}$/), "/", digest]),
  z.templateLiteral([
    "break-glass/review/",
    approvalId,
    "/",
    z.enum(["justified", "not_justified"]),
    "/",
    digest,
  ]),
  z.templateLiteral(["workspace/break-glass-deadline/", z.string().regex(/^\d{1,3}$/), "/", digest]),
  z.templateLiteral(["workspace/ownership-review/", z.string().regex(/^\d{1,3}\+\d{1,2}$/), "/", digest]),
  z.templateLiteral(["people/deactivate/", personId, "/", digest]),
  z.templateLiteral(["people/invite/", roles, "/", digest]),
  z.templateLiteral(["people/invite-again/", personId]),
  z.templateLiteral(["people/roles/", personId, "/", roles]),
  z.templateLiteral(["people/reinstate/", personId, "/", digest]),
  z.templateLiteral(["people/address/", personId, "/", digest]),
  z.templateLiteral(["group/add/", z.string().regex(/^grp_\w{26}$/), "/", digest]),
  z.templateLiteral(["group/create/", digest]),
  z.templateLiteral(["delegation/name/", personId, "/", personId, "/", digest]),
  z.templateLiteral(["tool/register/", digest]),
  z.templateLiteral(["scim-token/issue/", digest]),
  z.templateLiteral(["scim-token/answer/", z.string().regex(/^sct_\w{26}$/)]),
  z.templateLiteral(["transmitter/register/", digest]),
  z.templateLiteral(["transmitter/answer/", z.string().regex(/^trm_\w{26}$/)]),
  z.templateLiteral(["recovery/", personId, "/", z.enum(["keep", "remove"])]),
  z.templateLiteral(["policy/", z.enum(["propose", "publish"]), "/", digest]),
  z.templateLiteral(["agent/create/", keyKind, "/", digest]),
  z.templateLiteral(["agent/key/", agentId, "/", keyKind, "/", digest]),
  z.templateLiteral(["agent/labels/", agentId, "/", z.string().regex(/^[a-z0-9._:,-]{0,1300}$/)]),
  z.templateLiteral(["agent/backups/", agentId, "/", digest]),
  z.templateLiteral(["agents/revoke/", digest]),
  z.templateLiteral(["policy/token/", z.string().regex(/^\d{3,5}$/)]),
  z.templateLiteral(["sso/create/", adminByGroup, "/", digest]),
  z.templateLiteral(["sso/change/", connectionId, "/", adminByGroup, "/", digest]),
  z.templateLiteral(["sso/", z.enum(["enable", "disable", "remove"]), "/", connectionId]),
  z.templateLiteral(["sso/unlink/", connectionId, "/", personId]),
  z.templateLiteral(["workspace/sso/", z.enum(["require", "release"])]),
  z.templateLiteral(["workspace/second-admin/", z.enum(["require", "propose-end"])]),
  z.templateLiteral(["proposal/confirm/", z.string().regex(/^prp_\w{26}$/), "/", digest, "/", digest]),
]);

export type KeyKind = z.infer<typeof keyKind>;

export type ConfirmedAct = z.infer<typeof confirmedActSchema>;
