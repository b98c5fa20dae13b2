/** Why an act failed, in words for the person in front of the screen. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    /** The server's problem code (`app/runtime/problem.ts`), `offline`, or the fault of a passkey prompt. */
    readonly code: string,
    message: string,
    readonly details: Record<string, unknown> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Calls a JSON route of this server.
 * @returns the answer's body; undefined for 204.
 * @throws {Refusal} with the problem's `code` and sentence, or `offline` for an unreachable server.
 */
export async function call<T>(
  method: "GET" | "POST" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await reach(method, path, body);
  const answer: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  if (response.ok) return answer as T;
  const problem = isRecord(answer) ? answer : {};
  throw new Refusal(
    typeof problem.code === "string" ? problem.code : "internal",
    typeof problem.detail === "string"
      ? problem.detail
      : "The server couldn't complete this. Try again in a moment.",
    problem,
  );
}

/** The thrown value as a refusal. `sentence` is for an unexpected error, a bug in the page. */
export function asRefusal(thrown: unknown, sentence: string): Refusal {
  return thrown instanceof Refusal ? thrown : new Refusal("internal", sentence, {}, { cause: thrown });
}

async function reach(method: string, path: string, body: unknown): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
      credentials: "same-origin",
      cache: "no-store",
    });
  } catch (cause) {
    throw offline(cause);
  }
}

/** The refusal for a script that did not load: no connection, or a server newer than the page. */
export async function missingPart(cause: unknown): Promise<Refusal> {
  try {
    await reach("GET", "/api/health", undefined);
  } catch (thrown) {
    return asRefusal(thrown, "");
  }
  const sentence =
    "Countersign was updated while this page was open. Nothing was sent. Reload and try again.";
  return new Refusal("outdated_page", sentence, {}, { cause });
}

/** Loads a part of the page's script. @throws {Refusal} as {@link missingPart} */
export async function loadPart<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (cause) {
    throw await missingPart(cause);
  }
}

function offline(cause: unknown): Refusal {
  const sentence = "Can't reach the server. Nothing was sent. Check your connection and try again.";
  return new Refusal("offline", sentence, {}, { cause });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The refusal's sentence about a member of the body, by JSON Pointer into the problem's `errors`. */
export function faultOf(refusal: Refusal | undefined, pointer: string): string | undefined {
  const errors = refusal?.details.errors;
  if (!Array.isArray(errors)) return undefined;
  for (const error of errors) {
    if (isFault(error) && error.path === pointer) return error.message;
  }
  return undefined;
}

function isFault(value: unknown): value is { path: string; message: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    "path" in value &&
    "message" in value &&
    typeof value.message === "string"
  );
}
