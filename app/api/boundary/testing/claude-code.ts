/** How Claude Code is configured, as far as it matters for one hook. */
export interface HookSetting {
  url: string;
  token: string;
  onFailure?: "block";
  timeoutSeconds?: number;
}

/** What Claude Code does with a call after its hook. */
export interface Ending {
  ran: boolean;
  /** What the model reads when the call did not run. */
  reason?: string;
}

type Send = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Claude Code 2.1 as far as its HTTP hooks go: it sends the bodies that were seen, and treats each
 * kind of answer as was seen. For tests only.
 */
export class ClaudeCode {
  sessionId = "5d0c1a9e-7c43-4a39-9f59-1f6f0a0f2a11";
  cwd = "/home/dev/shop";
  private calls = 0;

  constructor(
    private readonly hook: HookSetting,
    private readonly send: Send = fetch,
  ) {}

  newCall(tool: string, input: unknown): ToolUse {
    this.calls += 1;
    return {
      tool_name: tool,
      tool_input: input,
      tool_use_id: `toolu_${String(this.calls).padStart(24, "0")}`,
    };
  }

  /** Runs the hook before a call, and decides as Claude Code does. */
  async before(call: ToolUse): Promise<Ending> {
    let answer: Response;
    try {
      answer = await this.post({ hook_event_name: "PreToolUse", ...call });
    } catch (error) {
      return this.failed(String(error));
    }
    const text = await answer.text();
    if (answer.status < 200 || answer.status > 299) return this.failed(`HTTP ${answer.status}`);
    if (text.trim() === "") return { ran: true };
    const output = parsed(text)?.hookSpecificOutput;
    if (output === undefined) return this.failed("not JSON");
    const { permissionDecision, permissionDecisionReason } = output;
    if (permissionDecision === "allow") return { ran: true };
    return { ran: false, reason: permissionDecisionReason };
  }

  /** Runs the hook after a call. */
  async after(
    call: ToolUse,
    more: object = { tool_response: { stdout: "ok", stderr: "", interrupted: false } },
  ) {
    const answer = await this.post({ hook_event_name: "PostToolUse", ...call, ...more });
    return { status: answer.status, body: await answer.json() };
  }

  post(event: object): Promise<Response> {
    const { url, token, timeoutSeconds = 120 } = this.hook;
    const body = {
      session_id: this.sessionId,
      transcript_path: "/home/dev/.claude/projects/shop/5d0c1a9e.jsonl",
      cwd: this.cwd,
      prompt_id: "b1a2",
      permission_mode: "default",
      effort: { level: "medium" },
      ...event,
    };
    return this.send(url, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
    });
  }

  private failed(cause: string): Ending {
    return this.hook.onFailure === "block" ? { ran: false, reason: `hook failed: ${cause}` } : { ran: true };
  }
}

export interface ToolUse {
  tool_name: string;
  tool_input: unknown;
  tool_use_id: string;
}

type Output = { hookSpecificOutput?: { permissionDecision?: string; permissionDecisionReason?: string } };

function parsed(text: string): Output | undefined {
  try {
    return JSON.parse(text) as Output;
  } catch {
    return undefined;
  }
}
