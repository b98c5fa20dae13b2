import { expect } from "vitest";
import { type Answer, waitFor } from "#app/api/agent/testing/ask-and-wait";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import type { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { addSeconds } from "#lib/kernel/clock";
import { expireDue } from "#lib/requests/expire";
import type { Of, Step } from "./random-histories.ts";
import { signStanding } from "./standing-approvals.ts";
import { approveAfter, chosen, redeemAndFail, setHeld, tryAsk } from "./standing-calls.ts";
import { type Asked, type Refund, StandingModel } from "./standing-model.ts";

interface Known {
  refund: Asked;
  answer: Answer;
  state: string;
}

/** What happens to one agent and its owner, by the real routes and in a model, which has to agree. For tests only. */
export class StandingHistory {
  readonly model = new StandingModel();
  private readonly known: Known[] = [];

  constructor(
    private readonly workspace: RunningWorkspace,
    private readonly owner: SignedInPerson,
    private readonly agent: CallingAgent,
  ) {}

  async act(step: Step): Promise<void> {
    this.pass(1);
    if (step.kind === "ask") await this.ask(step.refund);
    if (step.kind === "ask alike") await this.askAlike(step);
    if (step.kind === "ask and approve") await this.approve(step);
    if (step.kind === "sign") await this.sign(step);
    if (step.kind === "wait") await this.wait(step);
    if (step.kind === "deny") await this.deny(step.which);
    if (step.kind === "cancel") await this.cancel(step.which);
    if (step.kind === "report failed") await this.reportFailed(step.which);
    if (step.kind === "hold" || step.kind === "release") await this.hold(step.kind === "hold");
  }

  private get now(): Date {
    return this.workspace.time.now;
  }

  private pass(seconds: number): void {
    this.workspace.time.now = addSeconds(this.now, seconds);
  }

  private in(...states: string[]): Known[] {
    return this.known.filter(({ state }) => states.includes(state));
  }

  private isLate = ({ answer }: Known) => new Date(answer.request.expires_at) <= this.now;

  /** The requests that the owner can decide alone. */
  private get decidable(): Known[] {
    return this.in("pending").filter((one) => one.refund.amount <= 5000 && !this.isLate(one));
  }

  private async ask(asked: Refund): Promise<Known | undefined> {
    const refund = { ...asked, atMs: this.now.getTime() };
    const expected = this.model.ask(refund);
    const { answer, isStored, state, draws } = await tryAsk(this.workspace, this.agent, refund);
    expect({ state, draws }).toEqual({ state: expected, draws: expected === "approved" ? 1 : 0 });
    if (!isStored) return undefined;
    const known = { refund, answer, state: expected };
    this.known.push(known);
    return known;
  }

  private async askAlike({ part, difference }: Of<"ask alike">): Promise<void> {
    const read = this.model.signed?.read;
    if (!read) return;
    const { more = 0, ...others } = difference;
    const amount = more > 0 ? read.amount + more : Math.round(read.amount * part);
    await this.ask({ ...read, ...others, amount });
  }

  private async approve({ refund, seconds }: Of<"ask and approve">): Promise<void> {
    const asked = await this.ask(refund);
    if (!asked || !this.decidable.includes(asked)) return;
    await approveAfter(seconds, this.workspace, this.owner, asked.answer);
    asked.state = "approved";
    if (seconds >= 3) this.model.approved.push(asked.refund);
  }

  private async sign({ which, terms }: Of<"sign">): Promise<void> {
    const read = chosen(this.in("approved"), which);
    if (!read) return;
    const isSigned = this.model.sign(read.refund, terms, this.now.getTime());
    const signed = await signStanding(this.owner, read.answer.request.id, terms);
    expect(signed.status).toBe(isSigned ? 201 : 403);
  }

  private async wait({ seconds }: Of<"wait">): Promise<void> {
    this.pass(seconds);
    await this.owner.signIn();
    await expireDue(this.workspace.db, this.now);
    for (const one of this.in("pending").filter(this.isLate)) this.giveUp(one, "expired");
  }

  private giveUp(one: Known, state: string): void {
    one.state = state;
    this.model.giveUp(one.refund);
  }

  private async deny(which: number): Promise<void> {
    const asked = chosen(this.decidable, which);
    if (!asked) return;
    const path = `/api/requests/${asked.answer.request.id}/denials`;
    expect((await this.owner.post(path, { reason_code: "not_now" })).status).toBe(201);
    asked.state = "denied";
    this.model.reject(asked.refund);
  }

  private async cancel(which: number): Promise<void> {
    const asked = chosen(this.decidable, which);
    if (!asked) return;
    expect((await waitFor(asked.answer, "", { method: "DELETE" })).status).toBe(200);
    this.giveUp(asked, "cancelled");
  }

  private async reportFailed(which: number): Promise<void> {
    const run = chosen(this.in("approved", "allowed"), which);
    if (!run || !(await redeemAndFail(this.agent, run.answer, run.refund))) return;
    run.state = "failed";
    this.model.reject(run.refund);
  }

  private async hold(isHeld: boolean): Promise<void> {
    if (this.model.isHeld === isHeld) return;
    await setHeld(isHeld, this.workspace, this.owner, this.agent);
    if (!isHeld) return this.model.release();
    this.model.hold();
    for (const one of this.in("pending")) one.state = "cancelled";
  }
}
