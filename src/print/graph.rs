//! A graph for Gephi and its like: `GraphML` (<http://graphml.graphdrawing.org>) or GEXF 1.3
//! (<https://gexf.net>).
//!
//! Both are XML 1.0, which cannot hold most control characters at all: names lose them.

use crate::error::Result;
use quick_xml::escape::escape;
use std::io::Write;
use std::path::Path;

/// Things and how strongly two of them are connected, in either direction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    /// Each thing: its name, and how many articles name it.
    pub nodes: Vec<(String, u64)>,
    /// Two places in `nodes`, and how many articles name both.
    pub edges: Vec<(usize, usize, u64)>,
}

/// The form of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphFormat {
    /// `GraphML`.
    GraphMl,
    /// GEXF 1.3.
    Gexf,
}

impl GraphFormat {
    /// The form that a file name asks for.
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "graphml" => Some(Self::GraphMl),
            "gexf" => Some(Self::Gexf),
            _ => None,
        }
    }
}

impl Graph {
    /// Writes it.
    pub fn write(&self, format: GraphFormat, out: &mut dyn Write) -> Result<()> {
        writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
        match format {
            GraphFormat::GraphMl => self.graphml(out),
            GraphFormat::Gexf => self.gexf(out),
        }
    }

    fn graphml(&self, out: &mut dyn Write) -> Result<()> {
        writeln!(
            out,
            r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="label" for="node" attr.name="label" attr.type="string"/>
  <key id="articles" for="node" attr.name="articles" attr.type="long"/>
  <key id="weight" for="edge" attr.name="weight" attr.type="long"/>
  <graph edgedefault="undirected">"#
        )?;
        for (place, (name, articles)) in self.nodes.iter().enumerate() {
            let name = text(name);
            writeln!(
                out,
                r#"    <node id="n{place}"><data key="label">{name}</data><data key="articles">{articles}</data></node>"#
            )?;
        }
        for (place, (one, other, weight)) in self.edges.iter().enumerate() {
            writeln!(
                out,
                r#"    <edge id="e{place}" source="n{one}" target="n{other}"><data key="weight">{weight}</data></edge>"#
            )?;
        }
        Ok(writeln!(out, "  </graph>\n</graphml>")?)
    }

    fn gexf(&self, out: &mut dyn Write) -> Result<()> {
        writeln!(
            out,
            r#"<gexf xmlns="http://gexf.net/1.3" version="1.3">
  <graph defaultedgetype="undirected">
    <attributes class="node"><attribute id="0" title="articles" type="long"/></attributes>
    <nodes>"#
        )?;
        for (place, (name, articles)) in self.nodes.iter().enumerate() {
            let name = text(name);
            writeln!(
                out,
                r#"      <node id="{place}" label="{name}"><attvalues><attvalue for="0" value="{articles}"/></attvalues></node>"#
            )?;
        }
        writeln!(out, "    </nodes>\n    <edges>")?;
        for (place, (one, other, weight)) in self.edges.iter().enumerate() {
            writeln!(
                out,
                r#"      <edge id="{place}" source="{one}" target="{other}" weight="{weight}"/>"#
            )?;
        }
        Ok(writeln!(out, "    </edges>\n  </graph>\n</gexf>")?)
    }
}

/// A name as text or attribute of XML 1.0.
fn text(name: &str) -> String {
    let control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    let lost = |c: &char| control(*c) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    escape(name.chars().filter(|c| !lost(c)).collect::<String>()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph() -> Graph {
        Graph {
            nodes: vec![
                ("Gill & \"Duffus\" <Ltd>\u{1b}\u{0}".into(), 3),
                ("国际可可".into(), 2),
            ],
            edges: vec![(0, 1, 2)],
        }
    }

    #[test]
    fn both_forms_are_xml_with_every_node_and_edge() {
        for format in [GraphFormat::GraphMl, GraphFormat::Gexf] {
            let mut out = Vec::new();
            graph().write(format, &mut out).unwrap();
            let written = String::from_utf8(out).unwrap();
            let mut reader = quick_xml::Reader::from_str(&written);
            let (mut nodes, mut edges) = (0, 0);
            loop {
                match reader.read_event().unwrap() {
                    quick_xml::events::Event::Eof => break,
                    quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                        nodes += u32::from(tag.name().as_ref() == "node");
                        edges += u32::from(tag.name().as_ref() == "edge");
                    }
                    _ => {}
                }
            }
            assert_eq!((nodes, edges), (2, 1), "{written}");
            assert!(
                written.contains("Gill &amp; &quot;Duffus&quot; &lt;Ltd&gt;<")
                    || written.contains("&lt;Ltd&gt;\"")
            );
        }
    }
}
