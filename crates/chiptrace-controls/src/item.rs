//! What the law classifies: a chip with its parts, a memory stack, or bare figures.

use serde::{Deserialize, Serialize};

use crate::chip::{Chip, Variant};
use crate::date::{Date, PartialDate};
use crate::place::CountryCode;

/// Something that can be exported.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// The chip's id, the memory's id, or `figures`.
    pub id: String,
    /// As an answer names it.
    pub name: String,
    /// Whether it computes or stores.
    pub kind: Kind,
    /// The country of its designer.
    pub designed_in: Option<CountryCode>,
    /// The parts it may be: one where the part is known.
    pub parts: Vec<Part>,
}

/// Whether an item computes or stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An integrated circuit that computes, or what contains it.
    Processor,
    /// A stack of high-bandwidth memory that is not packaged with logic.
    Memory,
}

/// One part sold under the item's name, with the figures that classification reads.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Part {
    /// The part as marketed.
    pub name: String,
    /// Total processing performance.
    pub tpp: Option<f64>,
    /// TPP per mm² of logic die.
    pub performance_density: Option<f64>,
    /// Chip-to-chip transfer rate, both directions, GB/s.
    pub interconnect: Option<f64>,
    /// DRAM bandwidth, GB/s.
    pub memory_bandwidth: Option<f64>,
    /// Memory bandwidth per area of a memory stack, GB/s per mm².
    pub memory_bandwidth_density: Option<f64>,
    /// Whether it is designed or marketed for data centres.
    pub datacentre: Option<bool>,
    /// When it was made public.
    pub announced: Option<PartialDate>,
    /// The class its vendor declares.
    pub declared: Option<String>,
}

/// A figure that a threshold can be set on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// Total processing performance.
    Tpp,
    /// TPP per mm² of logic die.
    PerformanceDensity,
    /// Chip-to-chip transfer rate, GB/s.
    Interconnect,
    /// DRAM bandwidth, GB/s.
    MemoryBandwidth,
    /// DRAM bandwidth and chip-to-chip rate together, GB/s.
    Bandwidths,
    /// Memory bandwidth per area of a memory stack, GB/s per mm².
    MemoryBandwidthDensity,
    /// Whether the part is designed or marketed for data centres.
    Datacentre,
}

impl Figure {
    /// The figure in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tpp => "total processing performance",
            Self::PerformanceDensity => "performance density (logic die area)",
            Self::Interconnect => "chip-to-chip transfer rate",
            Self::MemoryBandwidth => "memory bandwidth",
            Self::Bandwidths => "memory bandwidth plus chip-to-chip transfer rate",
            Self::MemoryBandwidthDensity => "memory bandwidth density",
            Self::Datacentre => "whether it is designed or marketed for data centres",
        }
    }
}

impl Part {
    /// A figure of the part; `None` where it is unknown.
    pub fn figure(&self, figure: Figure) -> Option<f64> {
        match figure {
            Figure::Tpp => self.tpp,
            Figure::PerformanceDensity => self.performance_density,
            Figure::Interconnect => self.interconnect,
            Figure::MemoryBandwidth => self.memory_bandwidth,
            Figure::Bandwidths => Some(self.memory_bandwidth? + self.interconnect?),
            Figure::MemoryBandwidthDensity => self.memory_bandwidth_density,
            Figure::Datacentre => self.datacentre.map(|yes| if yes { 1.0 } else { 0.0 }),
        }
    }

    fn of_variant(variant: &Variant, chip: &Chip) -> Self {
        let tpp = variant.tpp.or_else(|| variant.computed_tpp());
        let density = tpp.zip(variant.die_area_mm2).map(|(tpp, area)| tpp / area);
        Self {
            name: variant.sku.clone(),
            tpp,
            performance_density: density.or(variant.performance_density),
            interconnect: variant.interconnect_gb_s,
            memory_bandwidth: variant.memory_bandwidth_gb_s,
            memory_bandwidth_density: None,
            datacentre: variant.datacentre.or(chip.datacentre),
            announced: variant.announced.or(chip.announced),
            declared: variant.vendor_declared_eccn.clone(),
        }
    }
}

impl Item {
    /// A chip with all its parts.
    pub fn of_chip(chip: &Chip) -> Self {
        let mut parts: Vec<Part> =
            chip.variants.iter().map(|variant| Part::of_variant(variant, chip)).collect();
        if parts.is_empty() {
            let datacentre = chip.datacentre;
            parts.push(Part {
                name: chip.name.clone(),
                datacentre,
                announced: chip.announced,
                ..Part::default()
            });
        }
        Self {
            id: chip.id.clone(),
            name: format!("{} {}", chip.vendor, chip.name),
            kind: Kind::Processor,
            designed_in: chip.origin.as_deref().and_then(|code| code.parse().ok()),
            parts,
        }
    }

    /// A chip of which only figures are known.
    pub fn of_figures(part: Part, designed_in: Option<CountryCode>) -> Self {
        let name = part.name.clone();
        Self { id: "figures".to_owned(), name, kind: Kind::Processor, designed_in, parts: vec![part] }
    }

    /// The same item with only the parts that pass, if any does.
    pub fn narrowed(&self, keep: impl Fn(&Part) -> bool) -> Option<Self> {
        let parts: Vec<Part> = self.parts.iter().filter(|part| keep(part)).cloned().collect();
        (!parts.is_empty()).then(|| Self { parts, ..self.clone() })
    }

    /// The parts that were public on a day; all, where none is recorded as public by then.
    pub fn parts_on(&self, day: Date) -> impl Iterator<Item = &Part> {
        let public = move |part: &Part| part.announced.is_none_or(|date| date.earliest() <= day);
        let any = self.parts.iter().any(public);
        self.parts.iter().filter(move |part| !any || public(part))
    }

    /// Every day on which a part was made public.
    pub fn change_days(&self) -> impl Iterator<Item = Date> {
        self.parts.iter().filter_map(|part| part.announced).map(PartialDate::earliest)
    }
}

/// One file of `data/memory/`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemoryFile {
    /// The memories of the file.
    #[serde(rename = "memory")]
    pub memories: Vec<Memory>,
}

/// A kind of high-bandwidth memory, sold as stacks.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Memory {
    /// `hbm3`.
    pub id: String,
    /// `HBM3 stack`.
    pub name: String,
    /// How people write it.
    pub spellings: Vec<String>,
    /// GB/s per mm² of package, where a source gives it.
    pub bandwidth_density: Option<f64>,
    /// Where the record comes from.
    pub source: String,
}

impl Memory {
    /// The memory as an item.
    pub fn item(&self) -> Item {
        let part = Part {
            name: self.name.clone(),
            memory_bandwidth_density: self.bandwidth_density,
            ..Part::default()
        };
        let (id, name) = (self.id.clone(), self.name.clone());
        Item { id, name, kind: Kind::Memory, designed_in: None, parts: vec![part] }
    }
}
