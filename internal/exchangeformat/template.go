package exchangeformat

import (
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/samloka/samloka/internal/symbiosis"
)

// WriteTemplate writes a workbook to be filled in: a sheet for each noun with the columns of an export as
// its header, their units behind them, those that are required in bold, and what each means as the cell's
// comment, in the words that told gives for English ones. Read reads it once rows stand below; sheets left
// as they are don't matter.
func WriteTemplate(w io.Writer, told func(english string) string) (err error) {
	book := excelize.NewFile()
	defer func() {
		if e := book.Close(); e != nil && err == nil {
			err = excelFailed(e)
		}
	}()
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return excelFailed(err)
	}
	for i, n := range Nouns() {
		sheet := n.Plural()
		if i == 0 {
			err = book.SetSheetName("Sheet1", sheet)
		} else {
			_, err = book.NewSheet(sheet)
		}
		if err == nil {
			err = templateSheet(book, sheet, bold, ColumnsOf(n), told)
		}
		if err != nil {
			return excelFailed(err)
		}
	}
	if err := book.Write(w); err != nil {
		return symbiosis.Errorf(symbiosis.Unavailable, "the workbook can't be written: %w", err)
	}
	return nil
}

func templateSheet(book *excelize.File, sheet string, bold int, columns []Column, told func(english string) string) error {
	at := 0
	for _, c := range columns {
		if c.ReadOnly {
			continue
		}
		at++
		cell, err := excelize.CoordinatesToCellName(at, 1)
		if err != nil {
			return err
		}
		letters, _, _ := strings.Cut(cell, "1")
		header := headerWithUnit(c)
		if err := book.SetCellStr(sheet, cell, header); err != nil {
			return err
		}
		if c.Required {
			if err := book.SetCellStyle(sheet, cell, cell, bold); err != nil {
				return err
			}
		}
		if err := book.SetColWidth(sheet, letters, letters, columnWidth(c, header)); err != nil {
			return err
		}
		if err := book.AddComment(sheet, excelize.Comment{Cell: cell, Author: "Samloka", Text: columnComment(c, told), Width: 320, Height: 150}); err != nil {
			return err
		}
	}
	return book.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// headerWithUnit is the column's name with its unit, where a header may have one and the name doesn't tell it.
func headerWithUnit(c Column) string {
	if c.Unit != "" && meansUnit(c.Unit, c.Unit) {
		return c.Name + " (" + c.Unit + ")"
	}
	return c.Name
}

func columnComment(c Column, told func(english string) string) string {
	var b strings.Builder
	if c.Required {
		b.WriteString(told("Required.") + " ")
	}
	b.WriteString(told(c.Doc))
	if c.Unit != "" {
		b.WriteString("\n" + told(c.Unit))
	}
	if len(c.Choices) > 0 {
		b.WriteString("\n" + strings.Join(c.Choices, ", "))
	}
	if c.Example != "" {
		b.WriteString("\n" + told("For instance:") + " " + ExampleIn(c, told))
	}
	return b.String()
}

// ExampleIn is a column's example in the words that told gives for English ones; codes stay as files have them.
func ExampleIn(c Column, told func(english string) string) string {
	if c.Type != TextType {
		return c.Example
	}
	return told(c.Example)
}
