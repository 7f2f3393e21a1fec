//! An HTML page as a tree: tags by `html5gum`, end tags that HTML lets out put in.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use crate::document::tree::{Builder, Shape, Tree};

const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
const ENDS_PARAGRAPH: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "div",
    "dl",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
];

/// The tree of a page. Nothing in a page can make this fail.
pub(super) fn parse(text: &str) -> Tree<'_> {
    let mut builder = Builder::new(text);
    let mut name_end = 0;
    let mut start = 0;
    let mut emitter =
        CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
            match event {
                CallbackEvent::OpenStartTag { name } => {
                    start = span.start;
                    name_end = start + 1 + name.len();
                }
                CallbackEvent::CloseStartTag { self_closing } => {
                    open(&mut builder, text, start..span.end, name_end, self_closing);
                }
                CallbackEvent::EndTag { name } => {
                    builder.close(std::str::from_utf8(name).unwrap_or_default(), span.start..span.end);
                }
                CallbackEvent::String { .. } => builder.text(span.start..span.end, Shape::Text),
                _ => {}
            }
            None
        });
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(text, emitter).for_each(drop);
    builder.finish().0
}

fn open(builder: &mut Builder<'_>, text: &str, tag: Range<usize>, name_end: usize, self_closing: bool) {
    let name = text.get(tag.start + 1..name_end).unwrap_or_default().to_ascii_lowercase();
    let name = name.as_str();
    if ENDS_PARAGRAPH.contains(&name) {
        builder.close_implied(&["p"], &["table", "button", "object", "td", "th"], tag.start);
    }
    match name {
        "li" => builder.close_implied(&["li"], &["ul", "ol", "menu"], tag.start),
        "dt" | "dd" => builder.close_implied(&["dt", "dd"], &["dl"], tag.start),
        "td" | "th" => builder.close_implied(&["td", "th"], &["tr", "table"], tag.start),
        "tr" => builder.close_implied(&["tr"], &["table"], tag.start),
        "tbody" | "thead" | "tfoot" => {
            builder.close_implied(&["tbody", "thead", "tfoot"], &["table"], tag.start)
        }
        "option" => builder.close_implied(&["option"], &["select"], tag.start),
        _ => {}
    }
    if self_closing || VOID.contains(&name) {
        builder.void(tag, name_end);
    } else {
        builder.open(tag, name_end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> String {
        let tree = parse(text);
        tree.descendants(Tree::ROOT)
            .map(|id| match tree.shape(id) {
                Shape::Element => format!("<{}>", tree.raw(id)),
                _ => format!("[{}]", tree.raw(id)),
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn every_element_and_text_has_its_bytes() {
        assert_eq!(
            shape("<P class='a b'>é &lt;<br>x</p>"),
            "<<P class='a b'>é &lt;<br>x</p>> [é &lt;] <<br>> [x]"
        );
    }

    #[test]
    fn end_tags_that_html_lets_out_are_put_in() {
        assert_eq!(shape("<ul><li>a<li>b</ul>"), "<<ul><li>a<li>b</ul>> <<li>a> [a] <<li>b> [b]");
        assert_eq!(shape("<p>a<div>b</div>"), "<<p>a> [a] <<div>b</div>> [b]");
    }

    #[test]
    fn attributes_are_read_from_the_source() {
        let tree = parse(r#"<math alttext="8\times &lt;" display=inline hidden><mi>x</mi></math>"#);
        let math = tree.find(Tree::ROOT, "math").unwrap();
        assert_eq!(tree.attribute(math, "alttext").as_deref(), Some(r"8\times <"));
        assert_eq!(tree.attribute(math, "DISPLAY").as_deref(), Some("inline"));
        assert_eq!(tree.attribute(math, "hidden").as_deref(), Some(""));
        assert_eq!(tree.attribute(math, "id"), None);
    }
}
