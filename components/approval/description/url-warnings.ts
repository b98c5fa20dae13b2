const words: Record<string, string> = {
  user: "The text before @ isn't the host",
  punycode: "The host is written in punycode and may look like another",
  not_ascii: "The host has letters that may look like others",
  ip_address: "The host is a number, not a name",
};

/** The words for an unusual host of an address. */
export function warningWords(code: string): string {
  return words[code] ?? code;
}
