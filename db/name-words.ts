import { type SQL, sql } from "drizzle-orm";

/** The words of a name, for an index. Other characters separate words: no addresses, numbers or paths. */
export function nameWords(name: SQL): SQL {
  return sql`to_tsvector('simple', ${onlyWords(name)})`;
}

/** The query for names with all words of a text, as beginnings; null without a word. */
export function beginningsOf(text: string): SQL {
  const words = sql`trim(${onlyWords(sql`${distinctWords(text)}::text`)})`;
  return sql`to_tsquery('simple', replace(nullif(${words}, ''), ' ', ':* & ') || ':*')`;
}

/** More words than a name has only cost: each is looked up in the index. */
const mostWords = 10;

/** The first ten words of a text, without those that begin another: "re" is in "refund". */
export function distinctWords(text: string): string {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  // Compared in lower case only: PostgreSQL lowers letters as in the index.
  const lower = words.map((word) => word.toLowerCase());
  const isImplied = (word: string, at: number) =>
    lower.some((other, index) => (other === word ? index < at : other.startsWith(word)));
  return words
    .filter((_, index) => !isImplied(lower[index] ?? "", index))
    .slice(0, mostWords)
    .join(" ");
}

function onlyWords(text: SQL): SQL {
  return sql`regexp_replace(lower(${text}), '[^[:alnum:]]+', ' ', 'g')`;
}
