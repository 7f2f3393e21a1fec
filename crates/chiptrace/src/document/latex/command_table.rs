//! The commands that the reader knows, by what they do.

use super::commands::{Command, Condition, Definition};
use super::page::Front;
use crate::passage::Part;

/// Commands that change how text looks, and commands that print nothing and take no argument.
pub const STYLES: &str = "\
    textbf textit textrm textsf texttt textsc textsl textup textmd textlf emph uline underline ul uwave \
    mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathscr mathring mathop mathbin mathrel mathord \
    mathopen mathclose mathpunct mathnormal boldsymbol bm bold pmb operatorname overline bar hat tilde vec dot ddot \
    widehat widetilde overbrace underbrace overrightarrow check breve acute grave \
    bf it rm sf tt sc sl em bfseries itshape rmfamily sffamily ttfamily scshape slshape upshape mdseries normalfont \
    tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge selectfont boldmath unboldmath cal \
    centering raggedright raggedleft noindent indent  protect leavevmode displaystyle textstyle \
    scriptstyle scriptscriptstyle limits nolimits nonumber notag unskip ignorespaces sloppy fussy flushbottom \
    raggedbottom boxed ac acs acl acf acp Ac Acp gls Gls GLS glspl Glspl acrshort acrlong acrfull acrshortpl \
    hl added DIFadd DIFaddFL DIFaddbegin DIFaddend DIFdelbegin DIFdelend DIFaddbeginFL DIFaddendFL DIFdelbeginFL \
    DIFdelendFL highlight lowercase uppercase MakeUppercase MakeLowercase frontmatter mainmatter backmatter \
    onecolumn twocolumn balance tableofcontents listoffigures listoftables justify centerline leftline \
    rightline toprule midrule bottomrule hline firsthline lasthline hdashline endhead endfirsthead endfoot \
    endlastfoot startdata enddata expandafter noexpand null vfill hfil dotfill hrulefill strut phantomsection big Big bigg Bigg \
    IEEEpeerreviewmaketitle IEEEoverridecommandlockouts begingroup endgroup bgroup egroup mathstrut printcredits \
    nobreak allowbreak smallskip medskip bigskip columnbreak global long outer glsresetall \
    acresetall IEEEtitleabstractindextext IEEEcompsoctitleabstractindextext IEEEdisplaynontitleabstractindextext \
    IEEEdisplaynotcompsoctitleabstractindextext IEEEaftertitletext appendixpage nolinenumbers linenumbers \
    iclrfinalcopy aistatsfinalcopy icmlfinalcopy iccvfinalcopy cvprfinalcopy wacvfinalcopy eccvfinalcopy \
    newblock rlap llap clap smash mathrlap mathllap mathclap sansmath \
    / @ - ! + *";

/// Commands that read past arguments: `s` a star, `o` optional, `m` mandatory. What follows stays.
pub const SKIPPED: &[(&str, &str)] = &[
    (
        "m",
        "label bibliographystyle pagestyle thispagestyle usetikzlibrary usepgfplotslibrary graphicspath hypersetup \
        lstset tikzset pgfplotsset sisetup geometry hyphenation setcitestyle nocite pagenumbering bstctlcite setstretch \
        linespread stepcounter refstepcounter DIFdel DIFdelFL deleted sout st xout phantom hphantom vphantom \
        excludecomment includecomment titlerunning authorrunning shorttitle shortauthors runningtitle runningauthor \
        orcid orcidlink orcidID ORCID acmDOI acmISBN acmPrice acmVolume acmNumber acmArticle acmSubmissionID \
        setcopyright acmJournal editor handlingeditor citestyle volume jmlrvolume jmlryear jmlrworkshop \
        icmltitlerunning cline arrayrulecolor newcounter newlength newsavebox usebox pdfinfo doi subjclass thanksref \
        corref cormark fnmark tnoteref corauthref faCode biboptions journal firstpageno editors includesvg hyperlink \
        hypertarget urlstyle fontfamily fontseries fontshape mintedstyle usemintedstyle setmainfont \
        setsansfont setmonofont setCJKmainfont theoremstyle bibliographyunit tikzexternalize \
        acmYear acmMonth copyrightyear jmlrpages fancyhead fancyfoot lhead rhead chead lfoot rfoot cfoot authormark \
        addtocategory TPMargin AtBeginDocument AtEndDocument \
        wacvPaperID cvprPaperID eccvPaperID sidecaptionvpos copyrightnotice \
        IEEEpubid IEEEspecialpapernotice pubyear pgfdeclarelayer pgfsetlayers \
        adjustbox tablewidth tabletypesize tablenum",
    ),
    ("sm", "vspace"),
    (
        "om",
        "color rowcolor colorbox rotatebox cellcolor columncolor pagecolor textcolor missingfigure todo fixme definechangesauthor \
        includepdf includestandalone ccsdesc footnotemarktext captionsetup setlist \
        bibinput",
    ),
    ("som", "includegraphics"),
    (
        "mm",
        "setlength addtolength resizebox fcolorbox setcounter addtocounter markboth fontsize multicolumn addcontentsline settowidth \
        settoheight settodepth DeclareUnicodeCharacter counterwithin colorlet jmlrproceedings SetKw SetKwFunction \
        numberwithin icmlauthor crefname Crefname pgfmathsetmacro \
        SetKwInput SetKwInOut icmlsetsymbol setbeamertemplate ShortHeadings",
    ),
    ("mmm", "definecolor specialrule addtocontents rowcolors SetKwComment"),
    ("ommm", "acmConference newacronym"),
    (
        "o",
        "hyperref linebreak pagebreak nopagebreak nolinebreak footnotemark addlinespace IEEEraisesectionheading tnotemark listoftodos \
        cdashline allowdisplaybreaks break",
    ),
    ("omm", "rule"),
    ("mo", "scalebox"),
    ("smmmom", "titlespacing"),
    ("oo", "makebox framebox"),
    ("ooom", "parbox"),
    ("moo", "raisebox"),
    ("smomo", "newtheorem"),
    ("moom", "newcolumntype"),
    ("omoom", "multirow"),
    ("smommmmo", "titleformat"),
];

use Command as C;

/// Everything else.
pub const BY_NAME: &[(Command, &str)] = &[
    (
        C::Space,
        ", ; : > thinspace medspace thickspace enspace nobreakspace textvisiblespace space hskipspace",
    ),
    (C::WideSpace, "quad qquad hfill enskip authorsep tab"),
    (C::Paragraph, "par newpage clearpage cleardoublepage bigbreak medbreak smallbreak endgraf"),
    (C::Row, "\\ newline tabularnewline cr crcr"),
    (C::Item, "item"),
    (
        C::Citation,
        "cite citet citep citealt citealp citeauthor citeyear citeyearpar parencite textcite autocite footcite fullcite \
        supercite Cite Citet Citep Parencite Textcite Autocite citenum onlinecite shortcite newcite possessivecite citeA",
    ),
    (
        C::Reference,
        "ref eqref autoref cref Cref pageref nameref subref vref fref Autoref labelcref crefrange Crefrange fullref",
    ),
    (C::Heading(0), "part chapter"),
    (C::Heading(1), "section"),
    (C::Heading(2), "subsection"),
    (C::Heading(3), "subsubsection"),
    (C::Heading(4), "paragraph"),
    (C::Heading(5), "subparagraph"),
    (C::Apart(Part::Caption), "caption captionof subcaption tablecaption figcaption tabcaption"),
    (
        C::Apart(Part::Footnote),
        "footnote footnotetext blfootnote tablefootnote tablenotetext endnote sidenote marginpar tnotetext \
        marginnote tablecomments fntext cortext nonumnote",
    ),
    (C::Front(Front::Title), "title thesistitle icmltitle Title jmlrtitle papertitle aistatstitle"),
    (
        C::Front(Front::Authors),
        "author midlauthor jmlrauthor coltauthor aistatsauthor Author authors name IEEEauthorblockN authorblockN",
    ),
    (
        C::Front(Front::Affiliation),
        "affil affiliation affiliations address institute institutes tfootnote icmlaffiliation aistatsaddress addr \
        altaffiliation affaddr altaffiltext affiltext additionalaffiliation IEEEauthorblockA IEEEaffil authorblockA \
        jmlraddress AffiliationBlock affils presentaddress curraddr",
    ),
    (C::Front(Front::Email), "email ead Email emails mailto icmlcorrespondingauthor Mail eads"),
    (C::Front(Front::Date), "date"),
    (
        C::Note,
        "thanks authornote IEEEcompsocitemizethanks IEEEcompsocthanksitem titlenote subtitlenote authorfootnote thanksnote",
    ),
    (C::Next, "and And AND"),
    (C::At, "at"),
    (C::Stretch, "hspace"),
    (C::Raised, "textsuperscript inst IEEEauthorrefmark authorrefmark up affilnum affmark"),
    (C::Lowered, "textsubscript"),
    (
        C::Field,
        "institution department city country state streetaddress postcode orgdiv orgname orgaddress street position \
        countrycode organization institutename",
    ),
    (
        C::Thanks,
        "ack acknowledgments acknowledgements acknowledgment acknowledgement Acknowledgements Acknowledgments acks",
    ),
    (C::Appendix, "appendix appendices appendixtitleon"),
    (C::MakeTitle, "maketitle printAffiliationsAndNotice"),
    (C::Keywords, "keywords keyword Keywords IEEEkeywords"),
    (C::Abstract, "abstract Abstract abst"),
    (C::Begin, "begin"),
    (C::End, "end"),
    (
        C::Define(Definition::New { only_if_free: false }),
        "newcommand renewcommand DeclareRobustCommand newrobustcmd",
    ),
    (C::Define(Definition::New { only_if_free: true }), "providecommand"),
    (C::Define(Definition::Primitive), "def gdef edef xdef"),
    (C::Define(Definition::Let), "let"),
    (
        C::Define(Definition::Document),
        "NewDocumentCommand RenewDocumentCommand DeclareDocumentCommand ProvideDocumentCommand",
    ),
    (C::Define(Definition::Environment), "newenvironment renewenvironment"),
    (C::Define(Definition::Operator), "DeclareMathOperator"),
    (C::Input { folders: 0, optional: false }, "input include subfile subfileinclude"),
    (
        C::Input { folders: 1, optional: false },
        "import subimport includefrom subincludefrom inputfrom subinputfrom",
    ),
    (C::Input { folders: 0, optional: true }, "InputIfFileExists"),
    (C::Package, "usepackage RequirePackage"),
    (C::Bibliography, "bibliography printbibliography"),
    (C::Entry, "bibitem"),
    (C::EndInput, "endinput"),
    (C::If(Condition::Known(true)), "iftrue"),
    (C::If(Condition::Known(false)), "iffalse"),
    (C::If(Condition::Same), "ifx"),
    (C::If(Condition::Defined), "ifdefined"),
    (C::If(Condition::Unknown(2)), "if ifcat"),
    (C::If(Condition::Unknown(1)), "ifodd ifcase ifhbox ifcsname ifvoid ifvbox ifeof"),
    (C::If(Condition::Unknown(0)), "ifvmode ifhmode ifmmode ifinner"),
    (C::If(Condition::Comparison), "ifnum ifdim"),
    (C::Else, "else or"),
    (C::Fi, "fi"),
    (C::NewIf, "newif"),
    (C::Choose(0), "texorpdfstring replaced"),
    (C::Choose(1), "ifthenelse iftoggle ifbool ifblank ifdef ifcsdef IfFileExists IfNoValueTF IfBooleanTF"),
    (C::Choose(2), "ifstrequal"),
    (C::Verbatim(0), "verb lstinline Verb url path nolinkurl"),
    (C::Verbatim(1), "mintinline"),
    (C::Link, "href"),
    (C::Fraction, "frac dfrac tfrac nicefrac sfrac cfrac"),
    (C::Quantity, "SI qty"),
    (C::OpenMath, "("),
    (C::OpenDisplay, "["),
    (C::CloseMath, ") ]"),
    (C::Mathematics, "ensuremath"),
    (C::Text, "text mbox hbox textnormal intertext shortintertext"),
    (C::Delimiter, "left right middle bigl bigr Bigl Bigr biggl biggr Biggl Biggr"),
    (C::AtLetter(true), "makeatletter"),
    (C::AtLetter(false), "makeatother"),
];
