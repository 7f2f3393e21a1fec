//! The index as tables.

use chiptrace::accuracy::{Estimate, Measure};
use chiptrace::controls::place::CountryCode;
use chiptrace::survey::index::Line;
use chiptrace::survey::series::{Group, Point};

use super::Counted;

/// Tables for people, of one country: chips by quarter, the series, the years around each rule.
pub fn text(counted: &Counted, lines: &[Line], measure: &Measure, country: CountryCode) -> String {
    let mut out = format!(
        "Papers with an institution in {country} that say they used a chip, by chip and quarter; --format csv has every country.\n\
         In brackets, a paper of n countries counts 1/n. Units are the numbers of chips that papers state, added up. Shares are\n\
         of the papers of that quarter that were read, with 95 % intervals (Wilson), then corrected for measured precision\n\
         and recall.\n\n"
    );
    out += &format!(
        "{:<24} {:<8} {:<8} {:>12} {:>8} {:>8}  {:<28} corrected\n",
        "chip", "country", "quarter", "papers", "stating", "units", "share of papers read"
    );
    for line in lines.iter().filter(|line| line.country == country.as_str()) {
        out += &format!(
            "{:<24} {:<8} {:<8} {:>4} ({:>5.1}) {:>8} {:>8}  {:<28} {}\n",
            line.chip,
            line.country,
            line.quarter,
            line.papers,
            line.fractional_papers,
            line.papers_with_units,
            line.units,
            format!("{} of {}", interval(line.share_of_read), line.of_read),
            interval(line.corrected)
        );
    }
    out += &format!("\nThe correction: {}\n", measure.source);
    out += &series(counted, country);
    out + &around(counted)
}

fn series(counted: &Counted, country: CountryCode) -> String {
    let mut out =
        format!("\n{country}: of the papers that say they used a chip, the share that used one of a group\n");
    let columns: Vec<Vec<Point>> = Group::ALL.into_iter().map(|group| counted.series.points(group)).collect();
    out += &format!("{:<10} {:>7}", "quarter", "papers");
    Group::ALL.into_iter().for_each(|group| out += &format!("  {:<24}", group.name()));
    out += "\n";
    for (at, first) in columns.first().into_iter().flatten().enumerate() {
        out += &format!("{:<10} {:>7}", first.when, first.of);
        for point in columns.iter().filter_map(|points| points.get(at)) {
            out += &format!("  {:<24}", interval(point.share));
        }
        out = out.trim_end().to_owned() + "\n";
    }
    out
}

fn around(counted: &Counted) -> String {
    let mut out =
        "\nThe year before and the year after each day on which chips came to need a licence\n".to_owned();
    let around = counted.series.around(&counted.rules);
    for rule in &counted.rules {
        let of_rule: Vec<_> = around.iter().filter(|both| both.day == rule.day).collect();
        if of_rule.is_empty() {
            continue;
        }
        out += &format!("{} {}\n", rule.day, rule.titles.join("; "));
        for both in of_rule {
            let told = |point: &Point| format!("{} of {}", interval(point.share), point.of);
            out += &format!(
                "  {:<22} {:<32} then {}\n",
                both.group.name(),
                told(&both.before),
                told(&both.after)
            );
        }
    }
    out + "The papers of a year are a sample of what was collected; a difference says nothing of its cause.\n"
}

fn interval(share: Option<Estimate>) -> String {
    share.map_or_else(
        || "-".to_owned(),
        |share| {
            let [value, low, high] = [share.value, share.low, share.high].map(|part| part * 100.0);
            format!("{value:.1} % ({low:.1}–{high:.1})")
        },
    )
}

/// One line for each chip, country and quarter.
pub fn csv(lines: &[Line]) -> Result<String, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = "chip country quarter papers fractional_papers papers_with_units units fractional_units of_read \
                  share_of_read share_low share_high corrected corrected_low corrected_high of_disclosing \
                  share_of_disclosing disclosing_low disclosing_high";
    writer.write_record(header.split_whitespace()).map_err(|error| error.to_string())?;
    for line in lines {
        let mut fields = vec![line.chip.clone(), line.country.clone(), line.quarter.clone()];
        fields.extend([line.papers.to_string(), format!("{:.4}", line.fractional_papers)]);
        fields.extend([line.papers_with_units.to_string(), line.units.to_string()]);
        fields.extend([format!("{:.4}", line.fractional_units), line.of_read.to_string()]);
        fields.extend(three(line.share_of_read));
        fields.extend(three(line.corrected));
        fields.push(line.of_disclosing.to_string());
        fields.extend(three(line.share_of_disclosing));
        writer.write_record(fields).map_err(|error| error.to_string())?;
    }
    let bytes = writer.into_inner().map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

fn three(share: Option<Estimate>) -> [String; 3] {
    share.map_or_else(Default::default, |share| {
        [share.value, share.low, share.high].map(|part| format!("{part:.4}"))
    })
}
