import Foundation
import SluiceData
import SluiceTensor
import TestSupport
import Testing

@Suite struct LayoutTests {
  private func mhealth(_ columns: [String]? = nil) -> SeriesReader {
    SeriesReader(ReaderOptions(columns: columns, layout: .mhealth))
  }

  private func har(_ columns: [String]? = nil) -> SeriesReader {
    SeriesReader(ReaderOptions(columns: columns, layout: .uciHAR))
  }

  /// A folder with files, whose names may have folders in them.
  private func folder(_ files: [String: String]) throws -> String {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-layout-tests/\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return folder.path
  }

  /// A row of MHEALTH: its cells are so much and 0.5, 1.5, 2.5...
  private func row(_ base: Int, label: Int, by delimiter: String = "\t", cells: Int = 23) -> String
  {
    let readings = (0..<cells).map { "\(Float(base) + Float($0) + 0.5)" }
    return (readings + ["\(label)"]).joined(separator: delimiter) + "\n"
  }

  @Test("MHEALTH: the files of all subjects, by number, with names, subject and label")
  func mhealthFolder() throws {
    let path = try folder([
      "mHealth_subject10.log": row(300, label: 0) + row(400, label: 12),
      "mHealth_subject2.log": row(100, label: 4, by: " ") + row(200, label: 4, by: " "),
      "README.txt": "1\t2\n",
    ])
    let series = try mhealth().read(path: path).series
    #expect(series.count == 4)
    #expect(series.timestamps == nil)
    #expect(series.columnNames.count == 25)
    #expect(
      Array(series.columnNames.prefix(6)) == [
        "chest_acc_x", "chest_acc_y", "chest_acc_z", "chest_ecg_1", "chest_ecg_2", "ankle_acc_x",
      ])
    // The description counts from 1: gyroscopes are 9 to 11 and 18 to 20, the arm's acceleration 15 to 17.
    #expect(try series.column("ankle_gyro_x").values == [108.5, 208.5, 308.5, 408.5])
    #expect(try series.column("ankle_mag_z").values == [113.5, 213.5, 313.5, 413.5])
    #expect(try series.column("arm_acc_x").values == [114.5, 214.5, 314.5, 414.5])
    #expect(try series.column("arm_gyro_z").values == [119.5, 219.5, 319.5, 419.5])
    #expect(try series.column("arm_mag_z").values == [122.5, 222.5, 322.5, 422.5])
    let subject = try series.column("subject")
    #expect(subject.categories == ["2", "10"])
    #expect(subject.values == [0, 0, 1, 1])
    let label = try series.column("label")
    #expect(label.categories == ["0", "4", "12"])
    #expect(label.values == [1, 1, 0, 2])
  }

  @Test("MHEALTH: chosen columns, one file alone, and what is there besides")
  func mhealthColumns() throws {
    let path = try folder(["mHealth_subject3.log": row(0, label: 1) + row(50, label: 2)])
    let reading = try mhealth(["arm_acc_z", "subject"]).read(
      path: path, alsoIfThere: ["label", "nothing", "subject"])
    #expect(reading.series.columnNames == ["arm_acc_z", "subject", "label"])
    #expect(reading.options.columns == ["arm_acc_z", "subject", "label"])
    #expect(try mhealth(["subject"]).read(path: path).series.count == 2)
    let one = try mhealth(["label"]).read(path: path + "/mHealth_subject3.log").series
    #expect(try one.column("label").categories == ["1", "2"])
    let error = problem { try mhealth(["arm_acc_w"]).read(path: path) }
    guard case .missingColumn(let nearest?, _)? = error?.problem else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(nearest.hasPrefix("arm_acc"))
  }

  @Test("MHEALTH: what is missing or wrong is named")
  func mhealthProblems() throws {
    let narrow = try folder(["mHealth_subject1.log": row(0, label: 1, cells: 22)])
    let error = problem { try mhealth().read(path: narrow) }
    #expect(error?.problem == .ragged(expected: 24, found: 23))
    #expect(error?.file == narrow + "/mHealth_subject1.log")
    let wide = try folder(["mHealth_subject1.log": row(0, label: 1, cells: 24)])
    #expect(
      problem { try mhealth(["label"]).read(path: wide) }?.problem
        == .ragged(expected: 24, found: 25))
    let bad = try folder([
      "mHealth_subject1.log": row(0, label: 1) + row(0, label: 1).replacing("7.5", with: "x")
    ])
    let cell = problem { try mhealth().read(path: bad) }
    #expect(cell?.problem == .notANumber)
    #expect(cell?.line == 2)
    #expect(
      problem { try mhealth().read(path: try folder([:])) }?.problem
        == .noFiles(expected: "mHealth_subjectN.log"))
    let archive = try folder(["MHEALTHDATASET.zip": "PK"]) + "/MHEALTHDATASET.zip"
    #expect(problem { try mhealth().read(path: archive) }?.problem == .archive)
    #expect(
      problem { try mhealth().read(path: "/nowhere") }?.problem
        == .noFiles(expected: "mHealth_subjectN.log"))
    let message = problem { try mhealth().read(path: archive) }?.description
    #expect(message?.contains("unzip") == true)
  }

  @Test("MHEALTH as it is passed around in whole numbers: ten subjects, twelve labels")
  func mhealthReal() throws {
    guard let folder = RealData.folder(of: "mhealth_rounded.tar.xz") else { return }
    let one = try withThreads(1) { try mhealth().read(path: folder.path).series }
    let series = try withThreads(2) { try mhealth().read(path: folder.path).series }
    #expect(one == series)
    #expect(series.count == 343_195)
    #expect(try series.column("subject").categories == (1...10).map { "\($0)" })
    #expect(try series.column("label").categories == (1...12).map { "\($0)" })
    #expect(series.columns.allSatisfy { $0.missingCount == 0 })
    // The first row of the first file: -9 0 1 0 0 2 -9 0 ..., label 1.
    #expect(series.columns.prefix(7).map { $0[0] } == [-9, 0, 1, 0, 0, 2, -9])
    let subjects = try series.column("subject").values
    #expect(zip(subjects, subjects.dropFirst()).allSatisfy { $0 <= $1 })
  }

  /// A line of readings as the data set writes them: step / 8 and so much, in sixteen characters each.
  private func line(_ base: Float, steps: Int = 128) -> String {
    (0..<steps).map { step in
      let value = base + Float(step) / 8
      let text = "\(value / 100)e+002".replacing("e-05e", with: "e")
      return String(repeating: " ", count: max(1, 16 - text.count)) + text
    }.joined() + "\n"
  }

  private func harFiles() -> [String: String] {
    var files = [
      "activity_labels.txt": "1 WALKING\n2 SITTING\n3 LAYING\n",
      "train/y_train.txt": "3\n1\n3\n", "train/subject_train.txt": "1\n1\n30\n",
      "test/y_test.txt": "2\n1\n", "test/subject_test.txt": "2\n2\n", "README.txt": "",
    ]
    for (place, kind) in ["body_acc", "body_gyro", "total_acc"].enumerated() {
      for (axis, name) in ["x", "y", "z"].enumerated() {
        let base = Float(1000 * (place * 3 + axis + 1))
        files["train/Inertial Signals/\(kind)_\(name)_train.txt"] =
          (0..<3).map { line(base + Float($0) * 100) }.joined()
        files["test/Inertial Signals/\(kind)_\(name)_test.txt"] =
          (3..<5).map { line(base + Float($0) * 100) }.joined()
      }
    }
    return files
  }

  @Test("UCI HAR: nine signals by window, with subject, activity, sequence and part")
  func harFolder() throws {
    let series = try har().read(path: try folder(harFiles())).series
    #expect(series.count == 5 * 128)
    #expect(series.timestamps == nil)
    #expect(
      Array(series.columnNames.suffix(6)) == [
        "total_acc_y", "total_acc_z", "subject", "label", "sequence", "part",
      ])
    let gyro = try series.column("body_gyro_y")
    for row in gyro.indices {
      let expected = 5000 + Float(row / 128) * 100 + Float(row % 128) / 8
      #expect(abs(gyro[row] - expected) < 1e-3)
    }
    func texts(_ name: String) throws -> [String?] {
      let column = try series.column(name)
      return (0..<5).map { column.category($0 * 128 + $0 * 25) }
    }
    #expect(try texts("label") == ["LAYING", "WALKING", "LAYING", "SITTING", "WALKING"])
    #expect(try texts("subject") == ["1", "1", "30", "2", "2"])
    #expect(try texts("sequence") == ["1", "2", "3", "4", "5"])
    #expect(try texts("part") == ["train", "train", "train", "test", "test"])
    #expect(try series.column("label").categories == ["LAYING", "SITTING", "WALKING"])
    #expect(try series.column("subject").categories == ["1", "2", "30"])
    let some = try har(["label", "total_acc_x"]).read(path: try folder(harFiles())).series
    #expect(some.columnNames == ["label", "total_acc_x"])
    #expect(try some.column("total_acc_x") == series.column("total_acc_x"))
    #expect(try har(["sequence"]).read(path: try folder(harFiles())).series.count == 640)
  }

  @Test("UCI HAR: numbers with exponents are the nearest to their text")
  func harNumbers() throws {
    let texts = [
      "1.8085150e-004", "-1.1616200e-002", "9.9999999e+001", "0", "-0.0", "1e-045", "3.4e+038", "7",
      "1.00000005960464477539063", "+2.5E3",
    ]
    var files = harFiles()
    let words = texts + [String](repeating: "1", count: 128 - texts.count)
    files["train/Inertial Signals/body_acc_x_train.txt"] =
      words.joined(separator: "  ") + "\n" + line(0) + line(0)
    let series = try har(["body_acc_x"]).read(path: try folder(files)).series
    for (place, text) in texts.enumerated() {
      #expect(series.columns[0][place] == Float(text), "\(text)")
    }
  }

  @Test("UCI HAR: what is missing or wrong is named")
  func harProblems() throws {
    func error(_ name: String, _ text: String?) throws -> ReadError? {
      var files = harFiles()
      files[name] = text
      let path = try folder(files)
      return problem { try har().read(path: path) }
    }
    let gyro = "test/Inertial Signals/body_gyro_z_test.txt"
    let short = try error(gyro, line(1))
    #expect(short?.problem == .otherRowCount(expected: 2, file: "y_test.txt", found: 1))
    #expect(short?.file.hasSuffix(gyro) == true)
    let narrow = try error(gyro, line(1) + line(1, steps: 127))
    #expect(narrow?.problem == .ragged(expected: 128, found: 127))
    #expect(narrow?.line == 2)
    let bad = try error(gyro, line(1) + line(1, steps: 127) + " x\n")
    #expect(bad?.line == 2)
    let text = try error(gyro, line(1) + line(1, steps: 127).dropLast() + " 1.5x\n")
    #expect(text?.problem == .notANumber)
    #expect(text?.cell == "1.5x")
    #expect(
      try error(gyro, line(1) + line(1, steps: 127).dropLast() + " 1e39\n")?.problem == .notFinite)
    let missing = try error(gyro, nil)
    #expect(missing?.problem == .unreadable(reason: "No such file or directory"))
    #expect(missing?.file.hasSuffix(gyro) == true)
    let subjects = try error("train/subject_train.txt", "1\n2\n")
    #expect(subjects?.problem == .otherRowCount(expected: 3, file: "y_train.txt", found: 2))
    let label = try error("train/y_train.txt", "3\n1\n7\n")
    #expect(label?.problem == .unknownText(known: ["1", "2", "3"]))
    #expect(label?.line == 3)
    #expect(label?.cell == "7")
    #expect(
      try error("activity_labels.txt", nil)?.problem == .noFiles(expected: "activity_labels.txt"))
    let archive = try folder(["UCI HAR Dataset.zip": "PK"]) + "/UCI HAR Dataset.zip"
    #expect(problem { try har().read(path: archive) }?.problem == .archive)
  }
}
