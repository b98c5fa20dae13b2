import { z } from "zod";

/** A name for a person, in a form for look-ups. */
export type SubjectName =
  | { by: "email"; email: string }
  | { by: "iss_sub"; iss: string; sub: string }
  | { by: "id"; id: string };

// Without control characters and unpaired surrogates: PostgreSQL accepts no zero byte.
const text = z
  .string()
  .min(1)
  .max(1024)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u);

/** The most names that are looked up for a person. */
const mostAliases = 20;

// An identifier contains only the members that its format describes (RFC 9493, section 3).
const email = z
  .strictObject({ format: z.literal("email"), email: text })
  .transform((given): SubjectName => ({ by: "email", email: given.email }));
const issSub = z
  .strictObject({ format: z.literal("iss_sub"), iss: text, sub: text })
  .transform(({ iss, sub }): SubjectName => ({ by: "iss_sub", iss, sub }));
const opaque = z
  .strictObject({ format: z.literal("opaque"), id: text })
  .transform(({ id }): SubjectName => ({ by: "id", id }));
const account = z
  .strictObject({ format: z.literal("account"), uri: text.transform(addressOf).pipe(text) })
  .transform((given): SubjectName => ({ by: "email", email: given.uri }));

const simple = z.preprocess(fromOlder, z.union([email, issSub, opaque, account]));
const aliases = z.preprocess(
  fromOlder,
  z.strictObject({ format: z.literal("aliases"), identifiers: z.array(z.unknown()).min(1).max(mostAliases) }),
);
/** SSF 1.0, section 3.1. Older event sources send no format. */
const complex = z.looseObject({
  format: z.literal("complex").optional(),
  subject_type: z.undefined().optional(),
  user: z.unknown(),
});

/**
 * The names in a subject identifier (RFC 9493), all of one person: of a complex identifier, its
 * user's. Names in formats without a person here, such as `phone_number` among aliases, are left
 * out.
 * @returns an empty list for an identifier in an unsupported form
 */
export function readIdentifier(identifier: unknown): SubjectName[] {
  const named = complex.safeParse(identifier);
  return readSimple(named.success ? named.data.user : identifier);
}

function readSimple(identifier: unknown): SubjectName[] {
  const several = aliases.safeParse(identifier);
  if (several.success) return readAliases(several.data.identifiers);
  const single = simple.safeParse(identifier);
  return single.success ? [single.data] : [];
}

/** Aliases within aliases are forbidden (RFC 9493, section 3.2.8), and so ignored. */
function readAliases(identifiers: unknown[]): SubjectName[] {
  if (
    identifiers.some(
      (alias) => z.looseObject({ format: z.literal("aliases") }).safeParse(fromOlder(alias)).success,
    )
  )
    return [];
  return identifiers.flatMap((alias) => {
    const read = simple.safeParse(alias);
    return read.success ? [read.data] : [];
  });
}

/**
 * Reads `subject_type`, from drafts of RFC 9493, as `format`: Google still sends it, with a hyphen
 * in `iss-sub`. An identifier with both is in no supported form.
 */
function fromOlder(identifier: unknown): unknown {
  const older = z.looseObject({ subject_type: z.string(), format: z.undefined().optional() });
  const read = older.safeParse(identifier);
  if (!read.success) return identifier;
  const { subject_type: type, ...members } = read.data;
  return { ...members, format: type === "iss-sub" ? "iss_sub" : type };
}

/** The address in `acct:`, the parts around its @ (RFC 7565, section 7). */
function addressOf(uri: string, context: z.RefinementCtx): string {
  const [, user, host] = /^acct:([\w.~!$&'()*+,;=%-]+)@([\w.-]+)$/i.exec(uri) ?? [];
  try {
    if (user && host) return `${decodeURIComponent(user)}@${host}`;
  } catch {
    // Not the product of percent-encoding.
  }
  context.addIssue({ code: "custom", message: "must be an acct: URI" });
  return z.NEVER;
}
