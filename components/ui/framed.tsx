import { type ReactElement, useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";

interface Sizes {
  height: number;
  scale: number;
}

/** Shows its child as in a window of the given width: a frame with the page's styles, made smaller to fit. */
export function Framed(props: { title: string; width: number; children: ReactElement }) {
  const { title, width, children } = props;
  const frame = useRef<HTMLIFrameElement>(null);
  const [body, setBody] = useState<HTMLElement>();
  const [sizes, setSizes] = useState<Sizes>();
  const adopt = () => setBody(frame.current?.contentDocument?.body);
  // A browser can load the empty page before the listener is there, or replace it later.
  useEffect(adopt, []);
  useEffect(() => {
    // The content, because a page is at least as high as its window.
    const content = body?.firstElementChild;
    if (!body || !content) return;
    dress(body.ownerDocument);
    const measure = () => {
      const room = frame.current?.parentElement?.clientWidth ?? width;
      setSizes({ height: content.scrollHeight, scale: Math.min(1, room / width) });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(content);
    if (frame.current?.parentElement) observer.observe(frame.current.parentElement);
    return () => observer.disconnect();
  }, [body, width]);
  const { height = 320, scale = 1 } = sizes ?? {};
  return (
    <div className="overflow-hidden" style={sizes && { height: height * scale }}>
      <iframe
        ref={frame}
        title={title}
        onLoad={adopt}
        className="border-0"
        style={sizes && { width, height, transform: `scale(${scale})`, transformOrigin: "0 0" }}
      />
      {body ? createPortal(children, body) : null}
    </div>
  );
}

/** Gives the frame's page the styles, the theme and the language of this page. */
function dress(page: Document): void {
  const { lang, dataset } = document.documentElement;
  page.documentElement.lang = lang;
  if (dataset.theme) page.documentElement.dataset.theme = dataset.theme;
  page.body.className = document.body.className;
  if (page.head.childElementCount > 0) return;
  const styles = document.head.querySelectorAll('link[rel="stylesheet"], style');
  page.head.append(...Array.from(styles, (style) => style.cloneNode(true)));
}
