/** Finds answers that arrive after the answer to a later call, and tell an older state. */
export class AnswerOrder {
  private begun = 0;
  private answered = 0;

  /** Before a call. The returned function is for its answer: false if a later call was answered. */
  begin(): () => boolean {
    this.begun += 1;
    const own = this.begun;
    return () => {
      if (own < this.answered) return false;
      this.answered = own;
      return true;
    };
  }
}
