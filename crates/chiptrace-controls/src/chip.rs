//! Accelerators as dated records: what they are called, what they can do, which systems hold them.
//!
//! The records are `data/chips/*.toml`. A figure without a source is left out, never guessed.

use serde::{Deserialize, Serialize};

use crate::date::PartialDate;

/// One file of `data/chips/`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChipFile {
    /// The chips of the file.
    #[serde(rename = "chip")]
    pub chips: Vec<Chip>,
}

/// A chip as marketed, whatever its form factor and memory size.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chip {
    /// `vendor-model`, lower case: `nvidia-a100`.
    pub id: String,
    /// The vendor as it writes itself: `NVIDIA`.
    pub vendor: String,
    /// The model as marketed, without the vendor: `A100`.
    pub name: String,
    /// Architecture or product family: `Ampere`.
    pub architecture: Option<String>,
    /// What the part is sold as.
    pub class: Class,
    /// Whether the vendor designs or markets it for data centres; `None` where no source says.
    pub datacentre: Option<bool>,
    /// The country of the designer, ISO 3166-1 alpha-2.
    pub origin: Option<String>,
    /// For a China-market variant, the id of the chip it derives from.
    pub china_variant_of: Option<String>,
    /// When the chip was made public.
    pub announced: Option<PartialDate>,
    /// When the first units reached customers.
    pub first_shipped: Option<PartialDate>,
    /// Spellings that name this chip wherever they stand. Case, and the separators between
    /// letters and digits (space, hyphen, nothing), do not matter.
    #[serde(default)]
    pub spellings: Vec<String>,
    /// Spellings that name this chip only where the text around speaks of accelerators
    /// (`T4` is also a cell, `L4` a vertebra).
    #[serde(default)]
    pub ambiguous_spellings: Vec<String>,
    /// Ids of later chips that papers write with the same name; a stated memory size tells them apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares_name_with: Vec<String>,
    /// Systems that hold several of them.
    #[serde(default, rename = "system", skip_serializing_if = "Vec::is_empty")]
    pub systems: Vec<System>,
    /// The parts sold under this name, with their figures.
    #[serde(default, rename = "variant", skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
    /// Where names, dates and class come from.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What a reviewer should know, conflicts between sources above all.
    pub notes: Option<String>,
}

/// What a part is sold as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Server accelerators.
    Datacentre,
    /// Professional cards.
    Workstation,
    /// Gaming cards, laptop versions among them.
    Consumer,
    /// Modules for robots and devices.
    Embedded,
    /// Parts that are rented but not sold.
    Cloud,
    /// An architecture or family with no model given.
    Family,
}

/// A system that holds a known number of one chip.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// The system as marketed: `DGX A100`.
    pub name: String,
    /// How many chips one system holds; `None` where configurations differ.
    pub count: Option<u32>,
    /// Further spellings, read like [`Chip::spellings`].
    #[serde(default)]
    pub spellings: Vec<String>,
    /// Where the number comes from.
    pub source: Option<String>,
}

/// A part that is sold: one form factor and memory size, with its figures.
///
/// Throughput is dense and is the highest that the maker claims, in 10^12 operations a second.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// The part as marketed: `A100 SXM4 80GB`.
    pub sku: String,
    /// Form factor as sources write it: `SXM4`, `PCIe`, `OAM`.
    pub form: Option<String>,
    /// Memory per chip in GB.
    pub memory_gb: Option<f64>,
    /// Dense FP16 or BF16 throughput, TFLOPS.
    pub fp16_dense_tflops: Option<f64>,
    /// Dense FP8 or INT8 throughput, TOPS.
    pub fp8_or_int8_dense_tops: Option<f64>,
    /// Dense FP4 throughput, TFLOPS.
    pub fp4_dense_tflops: Option<f64>,
    /// Total processing performance: 2 × MacTOPS × bit length, the highest over bit lengths.
    pub tpp: Option<f64>,
    /// Logic die area on non-planar nodes, mm².
    pub die_area_mm2: Option<f64>,
    /// TPP / die area.
    pub performance_density: Option<f64>,
    /// Aggregate bidirectional chip-to-chip transfer rate, GB/s.
    pub interconnect_gb_s: Option<f64>,
    /// Total DRAM bandwidth, GB/s.
    pub memory_bandwidth_gb_s: Option<f64>,
    /// When this part was made public, where it differs from the chip.
    pub announced: Option<PartialDate>,
    /// When this part first reached customers, where it differs from the chip.
    pub first_shipped: Option<PartialDate>,
    /// Whether this part is designed or marketed for data centres.
    pub datacentre: Option<bool>,
    /// The part it derives from, for a China-market variant, as the source writes it.
    pub china_variant_of: Option<String>,
    /// TPP as the vendor's own classification list gives it.
    pub vendor_declared_tpp: Option<f64>,
    /// ECCN as the vendor's own classification list gives it.
    pub vendor_declared_eccn: Option<String>,
    /// Where the figures come from.
    pub source: String,
    /// How well: `P` primary, `S` secondary, `D` derived, `U` unverified, or a mix.
    pub verification: String,
    /// What a reviewer should know.
    pub notes: Option<String>,
}

impl Variant {
    /// TPP recomputed from the throughputs: the highest of FP16 × 16, FP8 × 8 and FP4 × 4.
    pub fn computed_tpp(&self) -> Option<f64> {
        let products = [
            self.fp16_dense_tflops.map(|rate| rate * 16.0),
            self.fp8_or_int8_dense_tops.map(|rate| rate * 8.0),
            self.fp4_dense_tflops.map(|rate| rate * 4.0),
        ];
        products.into_iter().flatten().reduce(f64::max)
    }
}
