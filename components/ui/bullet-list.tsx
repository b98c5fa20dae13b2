/** Sentences as a list. `wraps`: a sentence may contain a long word, such as a name. */
export function BulletList(props: { items: readonly string[]; className?: string; wraps?: boolean }) {
  const { items, className = "grid list-disc gap-1.5 pl-5", wraps } = props;
  return (
    <ul className={className}>
      {items.map((item) => (
        <li key={item} className={wraps ? "[overflow-wrap:anywhere]" : undefined}>
          {item}
        </li>
      ))}
    </ul>
  );
}
