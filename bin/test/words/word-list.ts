/** A pattern is matched as whole words, in any case. */
export type Refused = [pattern: string, replacement: string];

/** Words that product text does not use, with what to write instead (docs/glossary.md). */
export const refusedInText: Refused[] = [
  ["somebody|anybody|nobody|everybody", "someone, anyone, no one, everyone, or better the role"],
  ["whoever|whom", "the admin who, the person who"],
  ["any more", "no longer"],
  ["meanwhile", "since, or name what happened"],
  ["at once", "immediately"],
  ["by itself", "automatically"],
  ["(?:from|since) then on|from the next \\w+ on", "immediately, from now on"],
  ["(?:is|are|was|were) told", "is notified"],
  ["go(?:es|ing)? on|went on", "continue"],
  ["stay(?:s|ed)? as (?:it is|they are)", "isn't affected"],
  ["of (?:theirs|yours|others)", "their, your, other people's"],
  ["of its own", "its own, automatically"],
  ["again and again", "regularly, repeatedly"],
  ["for ever|for good", "permanently"],
  ["mend(?:s|ed|ing)?", "fix"],
  ["lets? in|(?:come|comes|came) in through", "sign in"],
  ["(?:take|takes|took|taken|taking) out", "remove, deactivate"],
  ["(?:put|puts|putting) into", "publish, import to"],
  ["whose say", "the approver who"],
  ["besides?(?!\\()", "also, next to"],
  ["(?<!['\"])(?:faults?|doubts?)(?!['\":;])", "error, couldn't be checked"],
  ["in force", "live"],
  ["ran out|runs out", "expired, expires"],
  ["good until|good for", "valid until, valid for"],
  ["(?<!(?:the|'s) )answers? for", "owns, is responsible for"],
  ["ladders?", "threshold"],
  ["bands?", "tier"],
  // Security papers call them so, which the documents mention once.
  ["(?<!call these )ghosts?", "orphaned"],
  ["glass(?:es)? broken|breaks? the glass|broken glass", "break-glass approval"],
  ["transmitters?", "event source"],
  ["attest(?:s|ed|ing)?", "confirm ownership"],
  ["enrol(?:s|ment|ments)?", "enroll, enrollment"],
  ["e-mails?", "email"],
  ["administrators?", "admin"],
  ["catalogues?", "catalog, or action types"],
  ["what becomes? of", "the outcome of"],
  ["is no (?:admin|approver|text|address)", "isn't an admin, isn't an approver"],
];

/** The worst of them, refused in comments as well. */
export const refusedInComments: Refused[] = [
  ["somebody|anybody|nobody|everybody", "name the role, the caller or the request"],
  ["whoever", "the caller who, the person who"],
  ["any more", "no longer"],
  ["meanwhile", "name what happens at the same time"],
  ["at once", "immediately, in one transaction, or at the same time"],
  ["standing(?! (?:denial|approval)s?)", "status, role, eligibility"],
];

/**
 * Words that no name has, as a whole name or as a part of one: identifiers, columns, members of JSON,
 * states, codes and event types follow the glossary too.
 */
export const refusedInNames = new Map([
  ["enrol", "enroll"],
  ["enrols", "enrolls"],
  ["enrolment", "enrollment"],
  ["enrolments", "enrollments"],
  ["catalogue", "catalog"],
  ["catalogues", "catalogs"],
  ["ladder", "threshold"],
  ["ladders", "thresholds"],
  ["transmitter", "event source"],
  ["transmitters", "event sources"],
  ["doubt", "unchecked"],
  ["doubtful", "unchecked"],
  ["colour", "color"],
  ["colours", "colors"],
]);

/**
 * Pronouns and indefinite words: their share among the words of comments shows how often a subject
 * is left unnamed.
 */
export const vagueWords = new Set(
  (
    "it its itself they them their theirs themselves he she him her his this that these those which who whom whose " +
    "whoever whatever what one ones somebody someone anybody anyone nobody everybody everyone something anything nothing " +
    "everything some any none other others another such all both"
  ).split(" "),
);
