/** `all`: every decided request. `timed`: with the time from opening to decision. */
export const marks = {
  all: {
    name: "Decided by people",
    about: "Requests that people approved or denied. Break-glass approvals aren't included.",
    of: "all",
    condition: "true",
  },
  timed: {
    name: "With a known decision time",
    about:
      "Approvals, from the moment the request was last opened to the approval, by the server's clock. Loading the page and the passkey prompt are included. Denials aren't timed: opening a request to deny it signs nothing, so no time of opening is stored.",
    of: "timed",
    condition: "seconds is not null",
  },
  quick: {
    name: "Approved in under 3 seconds",
    about:
      "Approvals given less than 3 seconds after the request was opened: the signed statement has the time when the page was served. Denials aren't timed.",
    of: "timed",
    condition: "seconds < 3",
  },
  night: {
    name: "Decided at night",
    about:
      "Decisions between 22:00 and 06:00 in the time zone that the approver's notification settings have now, or in UTC without one.",
    of: "all",
    condition: "(local_time >= '22:00' or local_time < '06:00')",
  },
  denied: {
    name: "Denied by people",
    about: "Requests that a person denied, expected or not.",
    of: "all",
    condition: "state = 'denied'",
  },
  edited: {
    name: "Edited",
    about: "Requests whose action an approver edited before it was decided.",
    of: "all",
    condition: "is_edited",
  },
  unexpected: {
    name: "Unexpected",
    about: "Requests denied with “I didn't expect this”, which also put the agent on hold.",
    of: "all",
    condition: "close_reason is not distinct from 'unexpected'",
  },
} as const satisfies Record<string, { name: string; about: string; of: "all" | "timed"; condition: string }>;

export type Mark = keyof typeof marks;

/** The shares of the coverage page, in its order. */
export const shareMarks = ["quick", "night", "denied", "edited", "unexpected"] as const satisfies Mark[];
