import type { ReactNode } from "react";
import { Description } from "#components/approval/description/description";
import { SentenceText } from "#components/approval/description/sentence";
import type { Rendering } from "#lib/descriptors/render/rendering";

/** A request in the words of its descriptor, in full. `children`: what is known of it besides. */
export function RenderedRequest(props: {
  title: string;
  rendering: Rendering;
  /** Below the title. */
  about?: ReactNode;
  children?: ReactNode;
}) {
  const { title, rendering, about, children } = props;
  return (
    <section className="grid min-w-0 gap-2 border-t pt-4 first:border-t-0 first:pt-0">
      <div>
        <h3 className="font-semibold">{title}</h3>
        {about}
      </div>
      <p className="text-lg [overflow-wrap:anywhere]">
        {rendering.sentence ? (
          <SentenceText sentence={rendering.sentence} />
        ) : (
          (rendering.intent ?? rendering.type)
        )}
      </p>
      <Description rendering={rendering} />
      {children}
    </section>
  );
}
