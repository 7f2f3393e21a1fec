//! Holds the chip records to their own arithmetic, to unique names, and to the vendors' classes.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use chiptrace_controls::date::Date;
use chiptrace_controls::fact::Truth;
use chiptrace_controls::item::{Item, Part};
use chiptrace_controls::knowledge::{EMBEDDED, Knowledge};

/// A recorded TPP may differ from the product of its throughputs by rounding of the throughputs.
const TPP_TOLERANCE: f64 = 0.005;
/// A recorded density is rounded to two decimals.
const DENSITY_TOLERANCE: f64 = 0.006;

fn knowledge() -> Knowledge {
    Knowledge::embedded().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn tpp_is_the_highest_product_of_rate_and_bit_length() {
    let knowledge = knowledge();
    let mut compared = 0;
    for variant in knowledge.chips().iter().flat_map(|chip| &chip.variants) {
        let (Some(recorded), Some(computed)) = (variant.tpp, variant.computed_tpp()) else { continue };
        compared += 1;
        let off = (recorded - computed).abs() / computed;
        assert!(off <= TPP_TOLERANCE, "{}: {recorded} recorded, {computed} computed", variant.sku);
    }
    assert!(compared > 90, "only {compared} variants have both");
}

#[test]
fn density_is_tpp_over_die_area() {
    let knowledge = knowledge();
    let mut compared = 0;
    for variant in knowledge.chips().iter().flat_map(|chip| &chip.variants) {
        let (Some(tpp), Some(area)) = (variant.tpp, variant.die_area_mm2) else { continue };
        let Some(recorded) = variant.performance_density else {
            panic!("{}: TPP and die area are recorded, density is not", variant.sku)
        };
        compared += 1;
        assert!(
            (recorded - tpp / area).abs() <= DENSITY_TOLERANCE,
            "{}: {recorded}, {}",
            variant.sku,
            tpp / area
        );
    }
    assert!(compared > 50, "only {compared} variants have both");
}

#[test]
fn ids_are_unique_and_a_spelling_names_one_chip() {
    let knowledge = knowledge();
    let mut ids = BTreeSet::new();
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    for chip in knowledge.chips() {
        assert!(ids.insert(&chip.id), "{} twice", chip.id);
        for spelling in chip.spellings.iter().chain(&chip.ambiguous_spellings) {
            let key: String =
                spelling.to_lowercase().chars().filter(|c| c.is_alphanumeric() || *c == '+').collect();
            if let Some(other) = owners.insert(key, chip.id.clone()) {
                assert_eq!(other, chip.id, "“{spelling}” names two chips");
            }
        }
    }
}

#[test]
fn every_record_file_is_compiled_in() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let embedded: BTreeSet<String> = EMBEDDED.iter().map(|source| source.path.to_owned()).collect();
    let mut found = BTreeSet::new();
    for folder in ["chips", "memory", "places", "lists", "law", "law/us-ear"] {
        for entry in fs::read_dir(data.join(folder)).unwrap() {
            let name = entry.unwrap().file_name().to_string_lossy().into_owned();
            // The register of institutions compiles in its own spellings of places.
            if name.ends_with(".toml") && name != "spellings.toml" {
                found.insert(format!("{folder}/{name}"));
            }
        }
    }
    assert_eq!(embedded, found);
}

/// A part with nothing but its figures: the vendor's class must follow from them.
fn by_figures_alone(part: &Part) -> Part {
    Part { declared: None, ..part.clone() }
}

#[test]
fn vendors_own_classes_follow_from_the_figures() {
    let knowledge = knowledge();
    let text = knowledge.law().texts.get("3A090-2023").unwrap();
    let [a, b] = [["3A090.a".to_owned()], ["3A090.b".to_owned()]];
    let mut reproduced = 0;
    for chip in knowledge.chips() {
        let item = Item::of_chip(chip);
        for (part, variant) in item.parts.iter().zip(&chip.variants) {
            let Some(class) = &variant.vendor_declared_eccn else { continue };
            if variant.computed_tpp().is_none() {
                continue;
            }
            let figures = by_figures_alone(part);
            let found = (text.part_meets(&figures, &a), text.part_meets(&figures, &b));
            let Some(wanted) = class_of(class) else { continue };
            if found.0 == Truth::Unknown || found.1 == Truth::Unknown {
                continue;
            }
            assert_eq!(found, wanted, "{}: its vendor says {class}", part.name);
            reproduced += 1;
        }
    }
    assert!(reproduced >= 33, "only {reproduced} classes could be compared");
}

/// What a declared class says of paragraphs .a and .b; a `.z` class does not say which.
fn class_of(class: &str) -> Option<(Truth, Truth)> {
    if class.contains("A090.a") || class.contains(".z") {
        Some((Truth::Yes, Truth::No))
    } else if class.contains("A090.b") {
        Some((Truth::No, Truth::Yes))
    } else {
        Some((Truth::No, Truth::No))
    }
}

#[test]
fn a_chip_is_found_by_what_people_write() {
    let knowledge = knowledge();
    let day = Date::constant(2024, 6, 1);
    for (written, id, part) in [
        ("A100", "nvidia-a100", None),
        ("DGX A100", "nvidia-a100", None),
        ("RTX 4090 D", "nvidia-rtx-4090-d", None),
        ("Gaudi2 HL-225B", "intel-gaudi-2", Some("HL-225B")),
        ("H100 SXM", "nvidia-h100", Some("SXM")),
        ("HL-328", "intel-gaudi-3", Some("HL-328")),
        ("HBM3 stack", "hbm3", None),
        ("nvidia h100 pcie 80gb", "nvidia-h100", Some("PCIe")),
        ("GeForce RTX 4090", "nvidia-rtx-4090", None),
    ] {
        let found = knowledge.catalogue().find(written);
        let chiptrace_controls::catalogue::Found::Item(item) = found else {
            panic!("“{written}” is not found: {found:?}")
        };
        assert_eq!(item.id, id, "{written}");
        let wanted = part.unwrap_or_default();
        assert!(item.parts_on(day).all(|found| found.name.contains(wanted)), "{written}: {:?}", item.parts);
    }
}
