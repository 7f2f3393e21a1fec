//! The elements of an HTML page or XML file, each with its bytes.
//!
//! Names and attributes are read from the source on demand; a node holds positions only.

use std::borrow::Cow;
use std::ops::Range;

use super::entity;

/// Elements nested deeper than this are attached to the one at this depth. Real pages stay under 60.
const DEEPEST: usize = 200;

/// A file as a tree of elements and texts.
#[derive(Debug)]
pub(super) struct Tree<'t> {
    text: &'t str,
    nodes: Vec<Node>,
}

/// Which node of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Id(u32);

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// An element.
    Element,
    /// Text in which entities stand for characters.
    Text,
    /// Text that stands for itself.
    Literal,
}

#[derive(Debug)]
struct Node {
    shape: Shape,
    start: u32,
    end: u32,
    /// Where an element's name and its start tag end.
    name_end: u32,
    tag_end: u32,
    parent: Option<Id>,
    first: Option<Id>,
    last: Option<Id>,
    next: Option<Id>,
}

impl<'t> Tree<'t> {
    /// The node above all others.
    pub(super) const ROOT: Id = Id(0);

    fn node(&self, id: Id) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    /// What the node is.
    pub(super) fn shape(&self, id: Id) -> Shape {
        self.node(id).map_or(Shape::Literal, |node| node.shape)
    }

    /// The bytes of the node, tags included.
    pub(super) fn range(&self, id: Id) -> Range<usize> {
        self.node(id).map_or(0..0, |node| node.start as usize..node.end as usize)
    }

    /// The bytes of an element's start tag.
    pub(super) fn tag(&self, id: Id) -> Range<usize> {
        self.node(id).map_or(0..0, |node| node.start as usize..node.tag_end as usize)
    }

    /// The source of the node, tags included.
    pub(super) fn raw(&self, id: Id) -> &'t str {
        self.text.get(self.range(id)).unwrap_or_default()
    }

    /// The name of an element without its namespace; empty for text.
    pub(super) fn name(&self, id: Id) -> &'t str {
        let Some(node) = self.node(id).filter(|node| node.shape == Shape::Element) else { return "" };
        let name = self.text.get(node.start as usize + 1..node.name_end as usize).unwrap_or_default();
        name.rsplit(':').next().unwrap_or(name)
    }

    /// Whether the element has this name; case does not count.
    pub(super) fn is(&self, id: Id, name: &str) -> bool {
        self.name(id).eq_ignore_ascii_case(name)
    }

    /// The element around the node.
    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        self.node(id)?.parent
    }

    /// What stands directly in the element, in order.
    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let first = self.node(id).and_then(|node| node.first);
        std::iter::successors(first, |&id| self.node(id)?.next)
    }

    /// Every node in the element, in order.
    pub(super) fn descendants(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let end = self.range(id).end;
        let next = if id == Self::ROOT { 1 } else { id.0 + 1 };
        let after = self.nodes.get(next as usize..).unwrap_or_default();
        let inside = after.iter().take_while(move |node| (node.start as usize) < end).count();
        (next..next + u32::try_from(inside).unwrap_or(0)).map(Id)
    }

    /// The first element of that name in the element.
    pub(super) fn find(&self, id: Id, name: &str) -> Option<Id> {
        self.descendants(id).find(|&id| self.is(id, name))
    }

    /// The value of an attribute with its entities decoded.
    pub(super) fn attribute(&self, id: Id, name: &str) -> Option<Cow<'t, str>> {
        let node = self.node(id).filter(|node| node.shape == Shape::Element)?;
        let mut rest = self.text.get(node.name_end as usize..node.tag_end as usize)?;
        while let Some((key, value, after)) = next_attribute(rest) {
            if key.eq_ignore_ascii_case(name) {
                return Some(match value.contains('&') {
                    true => Cow::Owned(entity::decode_all(value)),
                    false => Cow::Borrowed(value),
                });
            }
            rest = after;
        }
        None
    }

    /// Whether the element is of the class.
    pub(super) fn has_class(&self, id: Id, class: &str) -> bool {
        self.attribute(id, "class")
            .is_some_and(|classes| classes.split_ascii_whitespace().any(|c| c == class))
    }
}

/// Reads one attribute of a start tag: its name, its value and what follows.
fn next_attribute(tag: &str) -> Option<(&str, &str, &str)> {
    let tag = tag.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
    let end = tag.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'))?;
    let (name, rest) = tag.split_at(end.max(1).min(tag.len()));
    if name.starts_with('>') {
        return None;
    }
    let Some(value) = rest.trim_ascii_start().strip_prefix('=').map(str::trim_ascii_start) else {
        return Some((name, "", rest));
    };
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            let (value, after) = quoted.split_once(quote).unwrap_or((quoted, ""));
            return Some((name, value, after));
        }
    }
    let end = value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value.len());
    let (value, after) = value.split_at(end);
    Some((name, value, after))
}

/// Builds a tree from tags and texts in the order of the file.
#[derive(Debug)]
pub(super) struct Builder<'t> {
    tree: Tree<'t>,
    open: Vec<Id>,
    too_deep: usize,
    unmatched: usize,
}

impl<'t> Builder<'t> {
    /// A tree of `text`.
    pub(super) fn new(text: &'t str) -> Self {
        let mut builder =
            Self { tree: Tree { text, nodes: Vec::new() }, open: Vec::new(), too_deep: 0, unmatched: 0 };
        builder.add(Shape::Element, 0..text.len(), 0..0);
        builder.open.push(Tree::ROOT);
        builder
    }

    /// An element whose start tag is the bytes `tag` and whose name ends at `name_end`.
    pub(super) fn open(&mut self, tag: Range<usize>, name_end: usize) {
        let Some(id) = self.add(Shape::Element, tag.clone(), name_end..tag.end) else { return };
        if self.too_deep > 0 || self.open.len() >= DEEPEST {
            self.too_deep += 1;
        } else {
            self.open.push(id);
        }
    }

    /// An element without content.
    pub(super) fn void(&mut self, tag: Range<usize>, name_end: usize) {
        self.add(Shape::Element, tag.clone(), name_end..tag.end);
    }

    /// Text; `shape` says whether entities stand for characters.
    pub(super) fn text(&mut self, range: Range<usize>, shape: Shape) {
        let parent = self.open.last().copied().unwrap_or(Tree::ROOT);
        let last = self.tree.node(parent).and_then(|node| node.last);
        if let Some(last) = last.and_then(|id| self.tree.nodes.get_mut(id.0 as usize))
            && last.shape == shape
            && last.end as usize == range.start
        {
            last.end = narrow(range.end);
            return;
        }
        self.add(shape, range, 0..0);
    }

    /// The end tag `range` of an element of that name.
    pub(super) fn close(&mut self, name: &str, range: Range<usize>) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(at) = self.open.iter().skip(1).rposition(|&id| self.tree.is(id, name)) else {
            self.unmatched += 1;
            return;
        };
        self.unmatched += self.open.len() - (at + 2);
        self.end_at(at + 1, range.start);
        if let Some(node) = self.open.pop().and_then(|id| self.tree.nodes.get_mut(id.0 as usize)) {
            node.end = narrow(range.end);
        }
    }

    /// Ends an open element of one of these names, unless one of `within` stands between.
    pub(super) fn close_implied(&mut self, names: &[&str], within: &[&str], at: usize) {
        let is = |id: Id, names: &[&str]| names.iter().any(|name| self.tree.is(id, name));
        let found = self.open.iter().skip(1).rposition(|&id| is(id, names));
        let barrier = self.open.iter().skip(1).rposition(|&id| is(id, within));
        if let Some(found) = found.filter(|&found| barrier.is_none_or(|barrier| barrier < found)) {
            self.end_at(found, at);
        }
    }

    /// Ends the file; answers the tree and how many tags had no partner.
    pub(super) fn finish(mut self) -> (Tree<'t>, usize) {
        let unclosed = self.open.len() - 1 + self.too_deep;
        self.end_at(0, self.tree.text.len());
        (self.tree, self.unmatched + unclosed)
    }

    /// Ends the elements opened after the first `keep` ones below the root.
    fn end_at(&mut self, keep: usize, end: usize) {
        while self.open.len() > keep + 1 {
            if let Some(node) = self.open.pop().and_then(|id| self.tree.nodes.get_mut(id.0 as usize)) {
                node.end = narrow(end);
            }
        }
    }

    fn add(&mut self, shape: Shape, range: Range<usize>, name: Range<usize>) -> Option<Id> {
        let parent = self.open.last().copied();
        let id = Id(u32::try_from(self.tree.nodes.len()).ok()?);
        self.tree.nodes.push(Node {
            shape,
            start: narrow(range.start),
            end: narrow(range.end),
            name_end: narrow(name.start),
            tag_end: narrow(name.end),
            parent,
            first: None,
            last: None,
            next: None,
        });
        let parent = parent.and_then(|parent| self.tree.nodes.get_mut(parent.0 as usize))?;
        let before = parent.last.replace(id);
        match before.and_then(|before| self.tree.nodes.get_mut(before.0 as usize)) {
            Some(before) => before.next = Some(id),
            None => parent_first(&mut self.tree, id),
        }
        Some(id)
    }
}

fn parent_first(tree: &mut Tree<'_>, id: Id) {
    let parent = tree.node(id).and_then(|node| node.parent);
    if let Some(parent) = parent.and_then(|parent| tree.nodes.get_mut(parent.0 as usize)) {
        parent.first = Some(id);
    }
}

// A source longer than 4 GiB is refused before it gets here.
fn narrow(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
